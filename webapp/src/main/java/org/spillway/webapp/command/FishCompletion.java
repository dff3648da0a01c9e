package org.spillway.webapp.command;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes the script with which fish completes commands and options. */
final class FishCompletion {
  private final String program;
  private final StringBuilder script = new StringBuilder();

  private FishCompletion(String program) {
    this.program = program;
  }

  /** Returns the script for a program and its subcommands. */
  static String of(CommandSpec program) {
    var completion = new FishCompletion(program.name());
    completion.addOptions(program, "__fish_use_subcommand");
    program
        .subcommands()
        .forEach(
            (name, command) -> {
              var spec = command.getCommandSpec();
              completion.addCommand(name, spec);
              completion.addOptions(spec, "__fish_seen_subcommand_from " + name);
            });
    return completion.script.toString();
  }

  private void addCommand(String name, CommandSpec command) {
    line("-n __fish_use_subcommand -f -a " + quoted(name), description(command));
  }

  private void addOptions(CommandSpec command, String condition) {
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        line("-n " + quoted(condition) + names(option) + values(option), description(option));
      }
    }
  }

  private static String names(OptionSpec option) {
    var names = new StringBuilder();
    for (String name : option.names()) {
      boolean isLong = name.startsWith("--");
      names.append(isLong ? " -l " : " -s ").append(quoted(name.substring(isLong ? 2 : 1)));
    }
    return names.toString();
  }

  /** Returns whether a value must follow, and which are possible. */
  private static String values(OptionSpec option) {
    if (option.arity().max() == 0) {
      return " -f";
    }
    var constants = option.type().getEnumConstants();
    if (constants != null) {
      var words = new StringBuilder();
      for (Object constant : constants) {
        words
            .append(words.isEmpty() ? "" : " ")
            .append(constant.toString().toLowerCase(Locale.ROOT));
      }
      return " -x -a " + quoted(words.toString());
    }
    boolean isFile = option.type() == Path.class || option.type() == File.class;
    boolean namesFile = option.paramLabel().matches("FILE|DIR|LIST|PATH");
    return isFile || namesFile ? " -r -F" : " -x";
  }

  private static String description(CommandSpec command) {
    return first(command.usageMessage().description());
  }

  private static String description(OptionSpec option) {
    return first(option.description());
  }

  /** Returns what stands before the first semicolon or full stop. */
  private static String first(String[] lines) {
    String text = lines.length == 0 ? "" : lines[0];
    return text.split(" \\(|[;:]|\\. |\\.$", 2)[0];
  }

  private void line(String condition, String description) {
    script.append("complete -c ").append(program).append(' ').append(condition);
    if (!description.isEmpty()) {
      script.append(" -d ").append(quoted(description));
    }
    script.append('\n');
  }

  private static String quoted(String text) {
    return text.matches("[\\w-]+")
        ? text
        : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
