package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.server.OperatorCalls;
import io.driftless.protocol.api.DeadLetterMessages.DeadLetter;
import io.driftless.protocol.api.DeadLetterMessages.DeadLetterList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code driftless dead-letters}: messages that the server could not serve, for its operators. */
@Command(
    name = "dead-letters",
    description = {
      "Shows the messages that the server could not serve, and why, for its operators.",
      "Without a command: lists the oldest. Nothing is lost by them: the device of a commit"
          + " was told, keeps its changes and sends them again."
    },
    mixinStandardHelpOptions = true)
final class DeadLettersCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "As JSON; the fields are those of the API.")
  private boolean json;

  @Option(
      names = {"-n", "--most"},
      paramLabel = "NUMBER",
      defaultValue = "100",
      description = "How many are listed, at most 1,000. Default: ${DEFAULT-VALUE}.")
  private int most;

  DeadLettersCommand(Surroundings around) {
    this.around = around;
  }

  private OperatorCalls calls() throws Exception {
    DeviceHome home = around.home();
    return around.operating(home, around.identity(home));
  }

  @Override
  public Integer call() throws Exception {
    DeadLetterList list = calls().deadLetters(most);
    if (json) {
      around.json(list);
      return ExitCode.OK;
    }
    if (list.letters().isEmpty()) {
      around.out().println("There are none.");
    }
    list.letters().forEach(this::print);
    if (list.more()) {
      around.out().println("There are more.");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "replay",
      description = {
        "Has messages served again, once what kept them from it is mended.",
        "What its device has sent again meanwhile does not happen twice."
      })
  int replay(
      @Parameters(paramLabel = "LETTER", arity = "1..*", description = "Which.")
          List<String> letters,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "WHY",
              description = "Why, for the audit.")
          String reason)
      throws Exception {
    OperatorCalls calls = calls();
    List<DeadLetter> done = new ArrayList<>();
    for (String letter : letters) {
      done.add(calls.replay(letter, reason));
    }
    return tell("Served again:", done);
  }

  @Command(name = "drop", description = "Takes messages away for good.")
  int drop(
      @Parameters(paramLabel = "LETTER", arity = "1..*", description = "Which.")
          List<String> letters,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "WHY",
              description = "Why, for the audit.")
          String reason)
      throws Exception {
    OperatorCalls calls = calls();
    List<DeadLetter> done = new ArrayList<>();
    for (String letter : letters) {
      done.add(calls.drop(letter, reason));
    }
    return tell("Dropped:", done);
  }

  private int tell(String what, List<DeadLetter> done) throws Exception {
    if (json) {
      around.json(new DeadLetterList(done, false));
    } else {
      around.out().println(what);
      done.forEach(this::print);
    }
    return ExitCode.OK;
  }

  private void print(DeadLetter letter) {
    around
        .out()
        .printf(
            "%s  %s, %s, meant for %s%n",
            letter.letter(), letter.sent(), what(letter), letter.queue());
    around.out().printf("    %s%n", letter.reason());
  }

  private static String what(DeadLetter letter) {
    String size = Sizes.words(letter.bytes());
    if (letter.device() == null) {
      return "a message of the server's";
    }
    return letter.commit() == null
        ? "%s of device %s".formatted(size, letter.device().value())
        : "commit %s of device %s in workspace %s, %d changes, %s"
            .formatted(
                letter.commit(),
                letter.device().value(),
                letter.workspace(),
                letter.changes(),
                size);
  }
}
