package org.spillway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/** Runs programs such as {@code ip} and {@code tc} to their end. */
final class Iproute2 {
  private Iproute2() {}

  /**
   * Waits until the program has ended, even if the thread is interrupted meanwhile, so that
   * cleaning up is never cut short.
   *
   * @return what the program printed
   * @throws IOException if the program is not installed or ends with another status than 0; the
   *     message holds what the program said
   */
  static String run(List<String> command) throws IOException {
    var process = start(command);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException(
          "%s ended with status %d: %s"
              .formatted(String.join(" ", command), status, output.strip()));
    }
    return output;
  }

  private static Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be started; install it with: apt-get install iproute2"
              .formatted(command.get(0)),
          e);
    }
  }
}
