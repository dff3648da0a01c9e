package org.spillway.webapp.command;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.config.ConfigText;
import org.spillway.webapp.config.Values;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spillway config}. Every key is an option of it, as of {@code serve}. */
@Command(
    name = "config",
    description = {
      "Prints every key with the value in force and where that comes from, as YAML that --config"
          + " takes.",
      "Keys that hold secrets are left out."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
final class ConfigCommand implements Callable<Integer> {
  @Nullable private CommandSpec command;

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = "print all mistakes that serve would find with this file, or exit 0")
  private @Nullable Path file;

  /** The keys become options as soon as picocli knows the command. */
  @Spec
  void setCommand(CommandSpec spec) {
    command = spec;
    ConfigOptions.addTo(spec);
  }

  @Override
  public Integer call() throws ConfigException {
    var spec = Objects.requireNonNull(command);
    var out = spec.commandLine().getOut();
    var checked = file;
    var values =
        checked == null
            ? ConfigOptions.values(spec, System.getenv())
            : ConfigOptions.values(spec, System.getenv(), new Values().setFromYaml(checked));
    ConfigOptions.warn(values, spec);
    Config.check(values);
    if (checked == null) {
      new ConfigText(values).print(out);
    } else {
      out.println(checked + ": no mistakes");
      out.flush();
    }
    return 0;
  }
}
