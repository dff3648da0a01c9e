package org.spillway.webapp.command;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway completion SHELL}. */
@Command(
    name = "completion",
    description = {
      "Prints a script that lets a shell complete the commands and options of spillway.",
      "bash and zsh: source <(spillway completion bash); fish: spillway completion fish | source"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  /** The shells. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    var line = Objects.requireNonNull(command).commandLine();
    var program = command.root();
    // The script for bash also does for zsh, which it tells apart itself.
    String script =
        shell == Shell.FISH
            ? FishCompletion.of(program)
            : AutoComplete.bash(program.name(), program.commandLine());
    line.getOut().print(script);
    line.getOut().flush();
    return 0;
  }
}
