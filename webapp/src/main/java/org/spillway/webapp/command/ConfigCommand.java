package org.spillway.webapp.command;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.config.ConfigText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spillway config}. Every key is an option, as in {@code serve}. */
@Command(
    name = "config",
    description = {
      "Prints every key with the value in force and its source, as YAML that --config reads.",
      "Keys that hold secrets are left out."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
final class ConfigCommand implements Callable<Integer> {
  private static final String CHECK = "--check";

  @Nullable private CommandSpec command;

  @Option(
      names = CHECK,
      paramLabel = "FILE",
      description =
          "print all mistakes that serve --config=FILE would find, or exit 0; goes without"
              + " --config")
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
            : ConfigOptions.valuesOf(checked, CHECK, spec, System.getenv());
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
