package org.spillway.webapp.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway manual DIR}, by which packages get their manual pages. */
@Command(
    name = "manual",
    description = "Writes the manual pages of all commands into a folder.",
    mixinStandardHelpOptions = true,
    hidden = true)
public final class ManualCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "DIR", description = "the folder, which is made if it is missing")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    for (CommandSpec page : pages(Objects.requireNonNull(command).root())) {
      Path file = folder.resolve(ManualPage.nameOf(page) + ".1");
      Files.writeString(file, ManualPage.of(page));
    }
    return 0;
  }

  /** Returns the commands that have a page: the program and what it shows in its help. */
  static List<CommandSpec> pages(CommandSpec program) {
    List<CommandSpec> pages = new ArrayList<>(List.of(program));
    program.subcommands().values().stream()
        .map(line -> line.getCommandSpec())
        .filter(sub -> !sub.usageMessage().hidden())
        .forEach(pages::add);
    return pages;
  }
}
