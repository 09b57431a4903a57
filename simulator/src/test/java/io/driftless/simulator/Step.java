package io.driftless.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One thing that somebody does in a history.
 *
 * @param afterMillis how long after the step before
 * @param who a device, or {@code server}, or {@code all}
 * @param verb what; see {@link Author} for those that there are
 * @param arguments to what; {@code ?7} chooses among what is there, and becomes what was chosen
 */
record Step(long afterMillis, String who, String verb, List<String> arguments) {

  Step {
    arguments = List.copyOf(arguments);
  }

  static Step of(long afterMillis, String who, String verb, String... arguments) {
    return new Step(afterMillis, who, verb, List.of(arguments));
  }

  Step with(List<String> others) {
    return new Step(afterMillis, who, verb, others);
  }

  Step after(long millis) {
    return new Step(millis, who, verb, arguments);
  }

  /**
   * As in a script: {@code +120 device-a make d/a.txt 17}; arguments are separated by tabs, what is
   * not ASCII is written as in Java.
   */
  @Override
  public String toString() {
    String head = "+" + afterMillis + " " + who + " " + verb;
    return arguments.isEmpty() ? head : head + " " + OddNames.plain(String.join("\t", arguments));
  }

  static Step parse(String line) {
    String[] parts = line.split(" ", 4);
    List<String> arguments =
        parts.length < 4
            ? new ArrayList<>()
            : Arrays.asList(OddNames.odd(parts[3]).split("\t", -1));
    return new Step(Long.parseLong(parts[0].substring(1)), parts[1], parts[2], arguments);
  }
}
