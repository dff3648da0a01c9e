package org.spillway.webapp.command;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.demo.Demo;
import org.spillway.webapp.demo.DemoFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spillway demo}. */
@Command(
    name = "demo",
    description = {
      "Serves two files on loopback, downloads the big one four ways (the last with HTTP stopped),"
          + " and goes on serving, so that you can try it by hand.",
      "Everything is in a temporary folder."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Option(names = "--once", description = "end after the run; exit 0 if all sums match")
  private boolean once;

  @Override
  public Integer call() throws IOException, ConfigException, InterruptedException {
    var out = Objects.requireNonNull(command).commandLine().getOut();
    var folder = DemoFolder.create();
    // Ctrl-C can come at any time; what is closed already is closed once more, to no effect.
    Runtime.getRuntime().addShutdownHook(new Thread(folder::close, "shutdown"));
    try (folder;
        var demo = Demo.start(out, folder)) {
      boolean allMatch = demo.run();
      if (!once) {
        demo.showHowToTry();
        new CountDownLatch(1).await();
      }
      return allMatch ? 0 : 1;
    }
  }
}
