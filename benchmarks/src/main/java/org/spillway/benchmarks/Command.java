package org.spillway.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs programs to their end. */
final class Command {
  /** Debian's Python. Another one, without Debian's libraries, may come first in the path. */
  static final String PYTHON = "/usr/bin/python3";

  private Command() {}

  /**
   * The result of a program.
   *
   * @param output what the program printed
   * @param seconds the time from its start to its end
   * @param cpu the CPU time of all its threads, in seconds
   */
  record Result(String output, double seconds, double cpu) {}

  /**
   * Runs a program to its end.
   *
   * @throws IOException if its exit status is not 0
   */
  static Result run(Workplace workplace, String cores, List<String> command)
      throws IOException, InterruptedException {
    double cpu = CpuTimes.ofThisProcess().children();
    long start = System.nanoTime();
    var process = workplace.start(cores, command);
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (status != 0) {
      throw workplace.failure(command + " ended with " + status);
    }
    return new Result(output, seconds, CpuTimes.ofThisProcess().children() - cpu);
  }

  /**
   * Returns the command for another of our programs, with the libraries and options of this one.
   */
  static List<String> java(Class<?> main, List<?> arguments) {
    return java(main.getName(), List.of(), arguments);
  }

  static List<String> java(String main, List<String> options, List<?> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add(main);
    arguments.forEach(argument -> command.add(String.valueOf(argument)));
    return command;
  }

  static boolean isInstalled(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
