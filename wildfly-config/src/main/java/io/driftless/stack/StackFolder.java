package io.driftless.stack;

import java.nio.file.Path;

/**
 * The layout of one data folder.
 *
 * @param path the folder, absolute
 */
public record StackFolder(Path path) {

  /** Makes the path absolute, so that started processes may have any working folder. */
  public StackFolder {
    path = path.toAbsolutePath().normalize();
  }

  /** Ports and passwords: chosen once, kept for ever. */
  public Path settings() {
    return path.resolve("settings.json");
  }

  /** What runs now, for people and scripts. */
  public Path report() {
    return path.resolve("stack.json");
  }

  /** Held by whoever starts or stops a part. */
  public Path lock() {
    return path.resolve(".lock");
  }

  /** The folder of a part's own data. */
  public Path of(PartName part) {
    return path.resolve(part.label());
  }

  /** What a part tells. */
  public Path log(PartName part) {
    return logs().resolve(part.label() + ".log");
  }

  /**
   * What a part writes to its standard output: its log, but for WildFly, which writes its log
   * itself.
   */
  public Path output(PartName part) {
    return part == PartName.WILDFLY ? logs().resolve("wildfly-console.log") : log(part);
  }

  /** All logs. */
  public Path logs() {
    return path.resolve("logs");
  }

  /** Which process a part is. */
  public Path process(PartName part) {
    return path.resolve("run").resolve(part.label() + ".json");
  }
}
