package org.spillway.benchmarks.flashcrowd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spillway.webapp.command.Main;

/** Our own program, with the libraries of this one. */
final class Spillway {
  private Spillway() {}

  /**
   * Returns the command that runs it.
   *
   * @param options for Java
   */
  static List<String> command(List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    return command;
  }
}
