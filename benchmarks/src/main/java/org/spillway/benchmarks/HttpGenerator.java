package org.spillway.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A process that makes all the load over HTTP, so that its code is compiled in time. */
final class HttpGenerator implements AutoCloseable {
  private final LoadProcess process;

  private HttpGenerator(LoadProcess process) {
    this.process = process;
  }

  /**
   * The requests of a load.
   *
   * @param fields lines of the request's head
   */
  record Work(ServerProcess server, String target, List<String> fields, int connections) {}

  static HttpGenerator start(Workplace workplace) throws IOException {
    return new HttpGenerator(LoadProcess.start(workplace, HttpLoad.class, List.of()));
  }

  /**
   * Starts a generator for long answers, which takes half the time to read them, but more time for
   * each answer.
   */
  static HttpGenerator discarding(Workplace workplace) throws IOException {
    String script = workplace.script("http_discard.py").toString();
    return new HttpGenerator(LoadProcess.start(workplace, List.of(Command.PYTHON, script)));
  }

  long pid() {
    return process.pid();
  }

  /**
   * Makes load and counts.
   *
   * @param warmUp seconds before the measurement
   * @param measured seconds of the measurement
   */
  LoadFigures load(Work work, int warmUp, int measured) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Long.toString(work.server.pid()));
    words.add(Integer.toString(work.server.port("http")));
    words.add(work.target);
    for (int number : new int[] {work.connections, warmUp, measured}) {
      words.add(Integer.toString(number));
    }
    words.addAll(work.fields);
    return LoadFigures.parse(process.ask(String.join(HttpLoad.SEPARATOR, words)));
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
