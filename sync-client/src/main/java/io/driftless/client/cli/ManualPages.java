package io.driftless.client.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Writes the manual pages, in the macros of man(7), and the completion script, both from the
 * commands themselves. The build calls it.
 */
@Command(
    name = "generate-manual",
    description = "Writes the manual pages and the completion script.",
    hidden = true,
    mixinStandardHelpOptions = true)
final class ManualPages implements Callable<Integer> {

  private static final String SECTION = ".1";

  @Parameters(
      paramLabel = "FOLDER",
      description = "Gets man1/driftless*.1 and completion/driftless.bash.")
  private Path folder = Path.of("");

  @Spec private CommandSpec own = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    CommandLine top = own.root().commandLine();
    Path pages = Files.createDirectories(folder.resolve("man1"));
    write(pages, top);
    Path completion = Files.createDirectories(folder.resolve("completion"));
    Files.writeString(completion.resolve("driftless.bash"), AutoComplete.bash("driftless", top));
    return ExitCode.OK;
  }

  private static void write(Path pages, CommandLine command) throws IOException {
    CommandSpec spec = command.getCommandSpec();
    Files.writeString(
        pages.resolve(pageName(spec) + SECTION), page(command), StandardCharsets.UTF_8);
    for (CommandLine sub : subcommands(command).values()) {
      write(pages, sub);
    }
  }

  private static Map<String, CommandLine> subcommands(CommandLine command) {
    Map<String, CommandLine> shown = new LinkedHashMap<>(command.getSubcommands());
    shown.values().removeIf(sub -> sub.getCommandSpec().usageMessage().hidden());
    return shown;
  }

  private static String pageName(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  /** One page. */
  static String page(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    List<String> description = List.of(usage.description());
    List<String> lines = new ArrayList<>();
    lines.add(
        ".TH \"%s\" \"1\" \"\" \"driftless\" \"Driftless\""
            .formatted(pageName(spec).toUpperCase(Locale.ROOT)));
    lines.add(".SH NAME");
    lines.add(text(pageName(spec)) + " \\- " + text(firstSentence(description)));
    lines.add(".SH SYNOPSIS");
    lines.add(".nf");
    new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF))
        .synopsis(0)
        .lines()
        .map(ManualPages::text)
        .forEach(lines::add);
    lines.add(".fi");
    lines.add(".SH DESCRIPTION");
    description.forEach(line -> lines.add(text(line)));
    arguments(spec, lines);
    commands(command, lines);
    table("EXIT STATUS", usage.exitCodeList(), lines);
    footer(usage, lines);
    return String.join("\n", lines) + "\n";
  }

  private static String firstSentence(List<String> description) {
    String first = description.isEmpty() ? "" : description.get(0);
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }

  private static void arguments(CommandSpec spec, List<String> lines) {
    if (!spec.positionalParameters().isEmpty()) {
      lines.add(".SH ARGUMENTS");
      for (PositionalParamSpec parameter : spec.positionalParameters()) {
        term("\\fI" + text(parameter.paramLabel()) + "\\fR", parameter, lines);
      }
    }
    lines.add(".SH OPTIONS");
    for (OptionSpec option : spec.options()) {
      String value = option.arity().max() == 0 ? "" : "=\\fI" + text(option.paramLabel()) + "\\fR";
      Set<String> names = new TreeSet<>(List.of(option.names()));
      term("\\fB" + text(String.join(", ", names)) + "\\fR" + value, option, lines);
    }
  }

  private static void term(String name, ArgSpec argument, List<String> lines) {
    lines.add(".TP");
    lines.add(name);
    for (String line : argument.description()) {
      lines.add(text(line.replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))));
    }
  }

  private static void commands(CommandLine command, List<String> lines) {
    Map<String, CommandLine> shown = subcommands(command);
    if (shown.isEmpty()) {
      return;
    }
    lines.add(".SH COMMANDS");
    for (CommandLine sub : shown.values()) {
      CommandSpec spec = sub.getCommandSpec();
      lines.add(".TP");
      lines.add("\\fB" + text(pageName(spec)) + "\\fR(1)");
      lines.add(text(firstSentence(List.of(spec.usageMessage().description()))) + ".");
    }
  }

  private static void table(String heading, Map<String, String> entries, List<String> lines) {
    if (entries.isEmpty()) {
      return;
    }
    lines.add(".SH " + heading);
    entries.forEach(
        (key, words) -> {
          lines.add(".TP");
          lines.add("\\fB" + text(key) + "\\fR");
          lines.add(text(words));
        });
  }

  private static void footer(UsageMessageSpec usage, List<String> lines) {
    if (usage.footer().length == 0) {
      return;
    }
    String heading = usage.footerHeading().replace("%n", "").replace(":", "").strip();
    lines.add(".SH " + text(heading.toUpperCase(Locale.ROOT)));
    lines.add(".nf");
    for (String line : usage.footer()) {
      lines.add(text(line));
    }
    lines.add(".fi");
  }

  /** Plain text as the macros want it: no line of ours may read as a request. */
  private static String text(String plain) {
    String safe = plain.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
    return safe.startsWith(".") ? "\\&" + safe : safe;
  }
}
