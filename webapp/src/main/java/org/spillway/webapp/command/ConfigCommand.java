package org.spillway.webapp.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spillway config}. */
@Command(
    name = "config",
    description = "Prints every key with its default, as YAML.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    ConfigOptions.print(java.util.Objects.requireNonNull(command).commandLine().getOut());
    return 0;
  }
}
