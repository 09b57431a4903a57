package io.driftless.simulator;

import io.driftless.simulator.FaultSite.Fired;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A history as it is told: who does what when, and what goes wrong. Its text is what a failure is
 * shrunk to, and what a regression test reads.
 *
 * @param setting the devices and how wild it is
 * @param steps in order
 * @param fired what goes wrong, and how, and nothing else; null: what chance says
 */
record Script(Setting setting, List<Step> steps, @Nullable Map<Fired, String> fired) {

  Script {
    steps = List.copyOf(steps);
    fired = fired == null ? null : new LinkedHashMap<>(fired);
  }

  /** How many things happen in it. */
  int size() {
    Map<Fired, String> wrong = fired;
    return steps.size() + (wrong == null ? 0 : wrong.size());
  }

  /** As text, to be read again by {@link #parse}. */
  String text() {
    StringBuilder text = new StringBuilder(setting.text()).append('\n');
    steps.forEach(step -> text.append(step).append('\n'));
    Map<Fired, String> wrong = fired;
    if (wrong != null) {
      wrong.forEach((one, how) -> text.append(line(one, how)));
      text.append("nothing else goes wrong\n");
    }
    return text.toString();
  }

  private static String line(Fired one, String how) {
    return "wrong %s @%d%s%n"
        .formatted(one.site(), one.occasion(), how.isEmpty() ? "" : ": " + how);
  }

  /** Reads {@link #text}; empty lines and those that begin with # say nothing. */
  static Script parse(String text) {
    Setting setting = null;
    List<Step> steps = new ArrayList<>();
    Map<Fired, String> fired = new LinkedHashMap<>();
    boolean told = false;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("history ")) {
        setting = Setting.parse(line);
      } else if (line.startsWith("+")) {
        steps.add(Step.parse(line));
      } else if (line.startsWith("wrong ")) {
        String[] parts = line.substring("wrong ".length()).split(" @|: ", 3);
        fired.put(new Fired(parts[0], Long.parseLong(parts[1])), parts.length < 3 ? "" : parts[2]);
      } else if (line.equals("nothing else goes wrong")) {
        told = true;
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new IllegalArgumentException("Can't be read: " + line);
      }
    }
    if (setting == null) {
      throw new IllegalArgumentException("There is no line that begins with 'history'");
    }
    return new Script(setting, steps, told ? fired : null);
  }
}
