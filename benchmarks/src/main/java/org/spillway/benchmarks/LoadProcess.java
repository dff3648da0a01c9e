package org.spillway.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;

/** A load generator in a process of its own. It prints lines, and ends when its input ends. */
final class LoadProcess implements AutoCloseable {
  private final Workplace workplace;
  private final Process process;
  private final BufferedWriter input;
  private final BufferedReader lines;

  private LoadProcess(Workplace workplace, Process process) {
    this.workplace = workplace;
    this.process = process;
    this.input = process.outputWriter();
    this.lines = process.inputReader();
  }

  static LoadProcess start(Workplace workplace, Class<?> main, List<?> arguments)
      throws IOException {
    return start(workplace, Command.java(main, arguments));
  }

  static LoadProcess start(Workplace workplace, List<String> command) throws IOException {
    return new LoadProcess(workplace, workplace.start(Machine.LOAD_CORE, command));
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the next line. */
  String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw ended();
    }
    return line;
  }

  /**
   * Returns the exception for a generator that ended, either by itself or because somebody stopped
   * it.
   */
  private IOException ended() throws IOException {
    return workplace.failure("the load ended with " + process.onExit().join().exitValue());
  }

  /** Sends a line, and waits for the line that answers it. */
  String ask(String line) throws IOException {
    try {
      input.write(line + '\n');
      input.flush();
    } catch (IOException e) {
      throw ended();
    }
    return line();
  }

  /** Waits until the process has ended. */
  @Override
  public void close() throws IOException {
    input.close();
    process.onExit().join();
  }
}
