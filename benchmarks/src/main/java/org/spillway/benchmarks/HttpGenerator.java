package org.spillway.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One process that makes all the load over HTTP, so that its code is compiled when it matters. */
final class HttpGenerator implements AutoCloseable {
  private final LoadProcess process;

  private HttpGenerator(LoadProcess process) {
    this.process = process;
  }

  /**
   * What is asked for, and how.
   *
   * @param fields lines of the request's head
   */
  record Work(ServerProcess server, String target, List<String> fields, int connections) {}

  static HttpGenerator start(Workplace workplace) throws IOException {
    return new HttpGenerator(LoadProcess.start(workplace, HttpLoad.class, List.of()));
  }

  long pid() {
    return process.pid();
  }

  /**
   * @param warmUp seconds before those that are measured
   * @param measured seconds
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
