package org.spillway.webapp.command;

import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.spillway.catalog.source.Problem;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.logging.LastingLogManager;
import org.spillway.webapp.logging.PrintableLog;
import org.spillway.webapp.manual.ManualCommand;
import org.spillway.webapp.terminal.TextWidth;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code spillway}. */
@Command(
    name = "spillway",
    description = "Every file an HTTP server offers is also a torrent.",
    versionProvider = ProgramVersion.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      GetCommand.class,
      TorrentCommand.class,
      ShowCommand.class,
      VerifyCommand.class,
      LookupCommand.class,
      NativeHostCommand.class,
      ZoneCommand.class,
      ConfigCommand.class,
      UsageCommand.class,
      CompletionCommand.class,
      ManualCommand.class
    })
public final class Main {
  /** The exit status if an argument is wrong, by convention. */
  public static final int USAGE = 2;

  // Here and first of all: a method of the log manager would already make the JDK choose one.
  static {
    if (System.getProperty(LastingLogManager.PROPERTY) == null) {
      System.setProperty(LastingLogManager.PROPERTY, LastingLogManager.class.getName());
    }
  }

  /**
   * The loggers of libraries. They are held here, because a logger that nobody holds is collected
   * as garbage together with its level.
   */
  private static final List<Logger> LIBRARIES =
      Stream.of("org.eclipse.jetty", "io.netty", "org.xbill").map(Logger::getLogger).toList();

  /** The loggers whose warnings are about bytes that clients send. */
  private static final List<Logger> PARSERS =
      Stream.of("org.eclipse.jetty.http", "org.eclipse.jetty.util.HostPort")
          .map(Logger::getLogger)
          .toList();

  /** The commands that describe all others. */
  private static final Set<Class<?>> ABOUT_ALL =
      Set.of(CompletionCommand.class, ManualCommand.class);

  Main() {}

  public static void main(String[] arguments) {
    configureLogging();
    System.exit(commandLine(arguments).execute(arguments));
  }

  /**
   * Returns the command line. It has only the subcommand that is named first, if there is one: all
   * options of all commands take a quarter of a second to read.
   */
  private static CommandLine commandLine(String[] arguments) {
    return Stream.of(Main.class.getAnnotation(Command.class).subcommands())
        .filter(type -> arguments.length > 0 && nameOf(type).equals(arguments[0]))
        .filter(type -> !ABOUT_ALL.contains(type))
        .findFirst()
        .map(type -> configure(new CommandLine(bare()).addSubcommand(type)))
        .orElseGet(Main::commandLine);
  }

  private static String nameOf(Class<?> subcommand) {
    return subcommand.getAnnotation(Command.class).name();
  }

  private static CommandSpec bare() {
    return CommandSpec.create().name("spillway");
  }

  public static CommandLine commandLine() {
    return configure(new CommandLine(new Main()));
  }

  private static CommandLine configure(CommandLine line) {
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(UsageErrors::explain)
        .setExecutionExceptionHandler(Main::explain);
  }

  /** Prints a line for a person, and logs the stack trace. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    // Lines about the configuration begin with the file, as a compiler's do.
    String line =
        e instanceof ConfigException
            ? String.valueOf(e.getMessage())
            : "spillway: " + Problem.of(e);
    command.getErr().println(TextWidth.printableLines(line));
    System.getLogger(Main.class.getName()).log(System.Logger.Level.DEBUG, "failed", e);
    return e instanceof ConfigException ? USAGE : 1;
  }

  /**
   * Sends the log to standard error, one line for each message. Libraries log only what matters.
   */
  private static void configureLogging() {
    String format = "java.util.logging.SimpleFormatter.format";
    if (System.getProperty(format) == null) {
      System.setProperty(format, "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    }
    Stream.of(Logger.getLogger("").getHandlers())
        .filter(handler -> handler.getFormatter() instanceof SimpleFormatter)
        .forEach(handler -> handler.setFormatter(new PrintableLog()));
    LIBRARIES.forEach(library -> library.setLevel(Level.WARNING));
    PARSERS.forEach(parser -> parser.setLevel(Level.SEVERE));
  }
}
