package org.spillway.webapp.command;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.spillway.webapp.Server;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.config.ConfigFiles;
import org.spillway.webapp.config.LogFormat;
import org.spillway.webapp.logging.JsonLog;
import org.spillway.webapp.terminal.TextWidth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway serve}. Every key is an option. */
@Command(
    name = "serve",
    description = {
      "Offers a folder over HTTP, as torrents and through DNS, until it is told to stop.",
      "The ports taken are printed at the start as one JSON line on standard output."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private static final System.Logger log = System.getLogger(ServeCommand.class.getName());

  @Nullable private CommandSpec command;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "the folder that is offered, or s3://BUCKET[/PREFIX]: content.root")
  private @Nullable String folder;

  /** The keys become options as soon as picocli knows the command. */
  @Spec
  void setCommand(CommandSpec spec) {
    command = spec;
    ConfigOptions.addTo(spec);
  }

  private static void say(PrintWriter err, String line) {
    err.println(TextWidth.printable("spillway: " + line));
    err.flush();
  }

  @Override
  public Integer call() throws IOException, ConfigException, InterruptedException {
    var spec = Objects.requireNonNull(command);
    var values = ConfigOptions.values(spec, System.getenv());
    if (folder != null) {
      ConfigOptions.setFolder(folder, values);
    }
    ConfigOptions.warn(values, spec);
    ConfigFiles.check(values);
    var config = Config.of(values);
    boolean isJson = config.logFormat() == LogFormat.JSON;
    if (isJson) {
      JsonLog.use();
    }
    Consumer<String> news =
        isJson ? line -> log.log(INFO, line) : line -> say(spec.commandLine().getErr(), line);
    try (var operators = OperatorPort.open(config)) {
      var server = Server.start(config, Server.bindHttp(config));
      operators.show(server);
      var stop = new ServerStop(server, news);
      stop.watchSignals();
      var out = spec.commandLine().getOut();
      out.println(server.ports().startedLine());
      out.flush();
      server.tellFallbackReach();
      stop.await();
    }
    return 0;
  }
}
