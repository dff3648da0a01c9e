package org.spillway.webapp.command;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.DnsFallback;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spillway zone}. Every key is an option, as in {@code serve}. */
@Command(
    name = "zone",
    description = {
      "Prints a host's zone file with the records that serve publishes with the same keys.",
      "Files that have no torrent yet are hashed first. No server may use state-dir meanwhile:"
          + " fetch the zone of a running server by AXFR. The zone is signed if dns.dnssec is on."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
final class ZoneCommand implements Callable<Integer> {
  @Nullable private CommandSpec command;

  @Option(names = "--ds", description = "print the DS records for the parent zones instead")
  private boolean ds;

  @Option(
      names = "--new-key",
      description =
          "make a second key for each zone and print its DS record, in order to change keys")
  private boolean newKey;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "host whose zone is printed; default: the first of dns.zone")
  private String host = "";

  /** The keys become options as soon as picocli knows the command. */
  @Spec
  void setCommand(CommandSpec spec) {
    command = spec;
    ConfigOptions.addTo(spec);
  }

  @Override
  public Integer call() throws IOException, ConfigException, InterruptedException {
    var spec = Objects.requireNonNull(command);
    var values = ConfigOptions.values(spec, System.getenv());
    ConfigOptions.warn(values, spec);
    var config = Config.of(values);
    var out = spec.commandLine().getOut();
    var export = new ZoneExport(config);
    if (newKey) {
      DnsFallback.addKeys(export.settings(host)).forEach(out::println);
    } else if (ds) {
      DnsFallback.ds(export.settings(host)).forEach(out::println);
    } else {
      export.write(host, out);
    }
    Output.requireWritten(out);
    return 0;
  }
}
