package io.driftless.simulator;

/**
 * What the simulator looks at, each by the words that it says when it is not so. A deliberate bug
 * of {@link Mutants} makes each speak; what {@link io.driftless.server.commit.WorkspaceChecker}
 * looks at besides has a test beside it.
 */
enum Check {
  /** A client destroys the last name of a content that a person wrote and nobody else has. */
  LAST_COPY("destroys the last copy of"),
  /** A client destroys a file that a program may still write into. */
  OPEN_FILE("destroys a file that a program has open"),
  /** A content that nobody overwrote or deleted is not in the tree on which all agree. */
  LOST("Lost, although no user let it go:"),
  /** A disk does not show the server's tree, or something temporary is left on it. */
  AGREEMENT("The devices do not agree:"),
  /** They agree and say up-to-date, and go on all the same. */
  CALM("They agreed, then they did not any more:"),
  /** There is always something more to do. */
  REST("It does not come to rest:"),
  /** A client sends a name that only its disk has. */
  LOCAL_NAME("A local name is sent:"),
  /** A client removes what its disk can't show. */
  LINK("A disk without links removes the link"),
  /** A client changes what its disk does not keep. */
  BIT("A disk without executable bit changes that of"),
  /** A version of a file is overwritten in the history. */
  VERSION("was changed"),
  /** The journal does not lead to what the server holds. */
  REPLAY("The journal replays to"),
  /** Two live siblings have one name. */
  SIBLINGS("share a place");

  private final String words;

  Check(String words) {
    this.words = words;
  }

  /** What it says, as far as that is the same each time. */
  String words() {
    return words;
  }

  /** It is not so. */
  AssertionError failed(String details) {
    return new AssertionError(words + details);
  }

  /** It is not so, by the fault of somebody. */
  AssertionError failed(String who, String details) {
    return new AssertionError(who + " " + words + details);
  }
}
