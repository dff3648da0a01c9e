package org.spillway.webapp;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.DnsFallback;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spillway zone}. Every key is an option of it. */
@Command(
    name = "zone",
    description = "Prints what the parent zone has to hold for validating resolvers.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ZoneCommand implements Callable<Integer> {
  @Nullable private CommandSpec command;

  @Option(names = "--ds", required = true, description = "the DS record of each zone's key")
  private boolean ds;

  @Spec
  void setCommand(CommandSpec spec) {
    command = spec;
    ConfigOptions.addTo(spec);
  }

  @Override
  public Integer call() throws IOException, ConfigException {
    var spec = Objects.requireNonNull(command);
    var config = Config.of(ConfigOptions.values(spec, System.getenv()));
    var out = spec.commandLine().getOut();
    DnsFallback.ds(config.dns()).forEach(out::println);
    return 0;
  }
}
