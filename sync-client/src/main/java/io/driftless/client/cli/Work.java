package io.driftless.client.cli;

import io.driftless.client.report.StatusReport;
import io.driftless.client.report.StatusReport.Root;
import io.driftless.client.status.Transferred;

/**
 * What a report says of work, summed over the roots.
 *
 * @param upFiles what waits to be sent
 * @param downFiles what waits to be fetched
 * @param upRate bytes a second over the line
 * @param movedBytes over the line since the start, both ways
 */
record Work(
    long upFiles,
    long upBytes,
    long downFiles,
    long downBytes,
    long upRate,
    long downRate,
    long movedBytes) {

  /** Nothing to do. */
  static final Work NONE = new Work(0, 0, 0, 0, 0, 0, 0);

  static Work of(StatusReport report) {
    Work sum = NONE;
    for (Root root : report.roots()) {
      sum = sum.plus(root);
    }
    return sum;
  }

  private Work plus(Root root) {
    Transferred line = root.transferred();
    return new Work(
        upFiles + root.pending().up().files(),
        upBytes + root.pending().up().bytes(),
        downFiles + root.pending().down().files(),
        downBytes + root.pending().down().bytes(),
        upRate + line.uploadBytesPerSecond(),
        downRate + line.downloadBytesPerSecond(),
        movedBytes + line.uploadedBytes() + line.downloadedBytes());
  }

  long files() {
    return upFiles + downFiles;
  }

  long bytes() {
    return upBytes + downBytes;
  }

  /** How many are left, in a few letters. */
  String counts() {
    String up = upFiles == 0 ? "" : " \u2191" + upFiles;
    return downFiles == 0 ? up : up + " \u2193" + downFiles;
  }

  String words() {
    StringBuilder words = new StringBuilder();
    if (upFiles > 0) {
      words.append(part("to send", upFiles, upBytes, upRate));
    }
    if (downFiles > 0) {
      words.append(words.isEmpty() ? "" : ", ");
      words.append(part("to fetch", downFiles, downBytes, downRate));
    }
    return words.toString();
  }

  private static String part(String what, long files, long bytes, long rate) {
    String moving =
        rate == 0
            ? ""
            : " at %s/s, %s left".formatted(Sizes.words(rate), Durations.words(bytes / rate));
    return "%d %s (%s%s)".formatted(files, what, Sizes.words(bytes), moving);
  }
}
