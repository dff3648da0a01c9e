package org.spillway.webapp.command;

import java.util.List;
import org.spillway.webapp.download.ExitCode;
import org.spillway.webapp.terminal.TextWidth;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what is wrong with the arguments in one line, which is the last one. */
final class UsageErrors {
  private UsageErrors() {}

  /** Prints the line, and returns the exit code. Help is printed on request only. */
  static int explain(ParameterException e, String[] arguments) {
    var command = e.getCommandLine();
    String advice = "see " + command.getCommandSpec().qualifiedName() + " --help";
    String line = "spillway: " + message(e) + suggestion(e) + "; " + advice;
    command.getErr().println(TextWidth.printable(line));
    command.getErr().flush();
    return ExitCode.USAGE.code();
  }

  private static String message(ParameterException e) {
    String message = String.valueOf(e.getMessage()).strip();
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private static String suggestion(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> suggestions = unmatched.getSuggestions();
    // The nearest one comes first; the others are far off, mostly.
    return suggestions.isEmpty() ? "" : " (did you mean " + suggestions.get(0) + "?)";
  }
}
