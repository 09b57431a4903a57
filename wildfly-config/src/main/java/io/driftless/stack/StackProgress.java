package io.driftless.stack;

/** Told what the stack is doing, from several threads. */
public interface StackProgress {

  /** A part does something that may take a while. */
  void working(PartName part, String what);

  /** A part is ready, after so many milliseconds. */
  void ready(PartName part, long millis);

  /** Something that a person should know. */
  void note(String sentence);

  /** Tells nobody. */
  static StackProgress silent() {
    return new StackProgress() {
      @Override
      public void working(PartName part, String what) {}

      @Override
      public void ready(PartName part, long millis) {}

      @Override
      public void note(String sentence) {}
    };
  }
}
