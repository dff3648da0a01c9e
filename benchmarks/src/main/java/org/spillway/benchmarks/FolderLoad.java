package org.spillway.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Asks for the pages of a folder, one after the other. */
final class FolderLoad {
  private static final String HOST = "http://127.0.0.1:";

  private FolderLoad() {}

  /**
   * Makes the load. Prints the status and ends if it is not 200.
   *
   * @param arguments process id and port of the server, warm-up in rounds, rounds, and then pairs
   *     of a word that a page must contain and the page's target
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var words = List.of(arguments);
    long pid = Long.parseLong(words.get(0));
    var pages = words.subList(4, words.size());
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    String base = HOST + words.get(1);
    ask(client, base, pages, Integer.parseInt(words.get(2)));
    double serverCpu = CpuTimes.of(pid).own();
    double loadCpu = CpuTimes.ofThisProcess().own();
    long start = System.nanoTime();
    int rounds = Integer.parseInt(words.get(3));
    long bytes = ask(client, base, pages, rounds);
    var figures =
        new LoadFigures(
            (System.nanoTime() - start) / 1e9,
            rounds * pages.size() / 2.0,
            bytes,
            CpuTimes.of(pid).own() - serverCpu,
            CpuTimes.ofThisProcess().own() - loadCpu);
    System.out.println(figures.toLine());
  }

  private static long ask(HttpClient client, String base, List<String> pages, int rounds)
      throws IOException, InterruptedException {
    long bytes = 0;
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < pages.size(); i += 2) {
        bytes += ask(client, base + pages.get(i + 1), pages.get(i));
      }
    }
    return bytes;
  }

  /** Asks for a page, and keeps no more than one line of it in memory. */
  private static long ask(HttpClient client, String url, String word)
      throws IOException, InterruptedException {
    var answer =
        client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofLines());
    long bytes = 0;
    boolean isThere = false;
    try (var lines = answer.body()) {
      for (String line : (Iterable<String>) lines::iterator) {
        bytes += line.length() + 1;
        isThere |= line.contains(word);
      }
    }
    if (answer.statusCode() != 200 || !isThere) {
      throw new IOException(url + " lacks " + word + ": status " + answer.statusCode());
    }
    return bytes;
  }
}
