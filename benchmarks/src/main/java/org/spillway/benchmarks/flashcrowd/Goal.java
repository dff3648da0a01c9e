package org.spillway.benchmarks.flashcrowd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Locale;

/** The goal that the server is given ({@code upload.goal}). */
enum Goal {
  /** The server's default, for which it gets no argument. */
  DEFAULT,
  FAST,
  THRIFTY;

  private static final String KEY = "upload.goal";

  /**
   * Returns the goals that the server knows; only the default if it has no such key.
   *
   * @throws IOException if the program does not run
   */
  static List<Goal> known() throws IOException {
    var program = new ProcessBuilder(Spillway.command(List.of(), List.of("config")));
    var config = program.redirectError(Redirect.DISCARD).start();
    String keys = new String(config.getInputStream().readAllBytes(), UTF_8);
    if (config.onExit().join().exitValue() != 0) {
      throw new IOException("'spillway config' failed; see what bin/spillway config says");
    }
    return keys.contains(KEY) ? List.of(FAST, THRIFTY) : List.of(DEFAULT);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the arguments for {@code spillway serve}. */
  List<String> arguments() {
    return this == DEFAULT ? List.of() : List.of("--" + KEY + "=" + word());
  }
}
