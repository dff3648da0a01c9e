package org.spillway.webapp.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes the manual page of a command from the same descriptions as its help, so that neither lacks
 * an option of the other.
 */
final class ManualPage {
  private final CommandSpec command;
  private final Roff page = new Roff();

  private ManualPage(CommandSpec command) {
    this.command = command;
  }

  /** Returns the page in the form of man(7). */
  static String of(CommandSpec command) {
    return new ManualPage(command).write();
  }

  /** Returns the name of the page: {@code spillway-get}. */
  static String nameOf(CommandSpec command) {
    return command.qualifiedName("-");
  }

  private String write() {
    page.title(nameOf(command), command.root().name());
    page.section("NAME");
    page.line(Roff.escaped(nameOf(command)) + " \\- " + Roff.escaped(summary(command)));
    page.section("SYNOPSIS");
    page.line(synopsis());
    page.section("DESCRIPTION");
    Stream.of(command.usageMessage().description()).map(ManualPage::text).forEach(page::paragraph);
    writeCommands();
    writeParameters();
    writeOptions();
    writeExitCodes();
    writeEnvironment();
    writeOthers();
    return page.toString();
  }

  /** Returns the first sentence of the description. */
  private static String summary(CommandSpec command) {
    String[] description = command.usageMessage().description();
    String first = description.length == 0 ? "" : text(description[0]);
    int end = first.indexOf(". ");
    return (end < 0 ? first : first.substring(0, end)).replaceFirst("[.:]$", "");
  }

  private String synopsis() {
    List<String> parts = new ArrayList<>(List.of(Roff.bold(command.qualifiedName(" "))));
    if (!shown(command.options()).isEmpty()) {
      parts.add("[" + Roff.italic("OPTION") + "]...");
    }
    if (!command.subcommands().isEmpty()) {
      parts.add(Roff.italic("COMMAND"));
    }
    for (PositionalParamSpec parameter : shown(command.positionalParameters())) {
      String label = Roff.italic(parameter.paramLabel());
      String all = parameter.arity().max() > 1 ? label + "..." : label;
      parts.add(parameter.arity().min() == 0 ? "[" + all + "]" : all);
    }
    return String.join(" ", parts);
  }

  private void writeCommands() {
    if (command.subcommands().isEmpty()) {
      return;
    }
    page.section("COMMANDS");
    command
        .subcommands()
        .values()
        .forEach(
            line -> {
              var sub = line.getCommandSpec();
              if (!sub.usageMessage().hidden()) {
                page.item(Roff.bold(nameOf(sub)) + "(1)", summary(sub) + ".");
              }
            });
  }

  private void writeParameters() {
    var parameters = shown(command.positionalParameters());
    if (!parameters.isEmpty()) {
      page.section("ARGUMENTS");
      parameters.forEach(
          parameter -> page.item(Roff.italic(parameter.paramLabel()), description(parameter)));
    }
  }

  private void writeOptions() {
    page.section("OPTIONS");
    shown(command.options()).forEach(option -> page.item(tag(option), description(option)));
  }

  private static String tag(OptionSpec option) {
    boolean takesValue = option.arity().max() > 0;
    List<String> names = new ArrayList<>();
    for (String name : option.names()) {
      String separator = name.startsWith("--") ? "=" : " ";
      String value = takesValue ? separator + Roff.italic(option.paramLabel()) : "";
      names.add(Roff.bold(option.negatable() ? negatable(name) : name) + value);
    }
    return String.join(", ", names);
  }

  private static String negatable(String name) {
    return name.replaceFirst("^--", "--[no-]");
  }

  private void writeExitCodes() {
    Map<String, String> codes = command.usageMessage().exitCodeList();
    if (!codes.isEmpty()) {
      page.section("EXIT STATUS");
      codes.forEach((code, meaning) -> page.item(Roff.bold(code.strip()), text(meaning) + "."));
    }
  }

  private void writeEnvironment() {
    page.section("ENVIRONMENT");
    page.item(
        Roff.bold("SPILLWAY_JAVA_OPTS"), "Options for the Java virtual machine, such as -Xmx256m.");
    page.item(
        Roff.bold("SPILLWAY_CONFIG"), "The YAML file that commands with --config read without it.");
    page.item(
        Roff.bold("SPILLWAY_HTTP_PORT") + " and the like",
        "Keys of the configuration, in capitals and with _ in place of dots and hyphens.");
  }

  private void writeOthers() {
    page.section("SEE ALSO");
    var root = command.root();
    boolean isRoot = command == root;
    page.line(
        isRoot ? "curl(1), aria2c(1), transmission\\-cli(1)" : Roff.bold(root.name()) + "(1)");
  }

  private static <A extends ArgSpec> List<A> shown(List<A> arguments) {
    return arguments.stream().filter(argument -> !argument.hidden()).toList();
  }

  private static String description(ArgSpec argument) {
    return text(String.join(" ", argument.description()));
  }

  /** Returns a description as help prints it, where {@code %%} is a percent sign. */
  private static String text(String description) {
    return String.format(Locale.ROOT, description);
  }
}
