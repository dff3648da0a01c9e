package org.spillway.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Measures a file of 4 KiB over connections that are kept, which shows the cost of a request. */
final class SmallFile implements HttpPart {
  static final String NAME = "small.bin";
  static final int LENGTH = 4096;
  static final int CONNECTIONS = 64;
  static final List<String> PLAIN = List.of("Accept: */*");
  static final List<String> TORRENT =
      List.of("Accept: application/x-bittorrent, */*;q=0.5", "Accept-Encoding: torrent");

  /** The fields that Firefox sends when somebody follows a link. */
  static final List<String> BROWSER =
      List.of(
          "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
          "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
              + "image/png,image/svg+xml,*/*;q=0.8",
          "Accept-Language: en-US,en;q=0.5",
          "Accept-Encoding: gzip, deflate, br, zstd",
          "Referer: http://127.0.0.1/",
          "Connection: keep-alive",
          "Upgrade-Insecure-Requests: 1",
          "Sec-Fetch-Dest: document",
          "Sec-Fetch-Mode: navigate",
          "Sec-Fetch-Site: same-origin",
          "Priority: u=0, i");

  private static final int SECONDS = 4;

  @Override
  public String name() {
    return "small";
  }

  @Override
  public void measure(HttpRun run, Table table) throws IOException, InterruptedException {
    run.file(NAME, LENGTH);
    try (var serve = run.serve();
        var off = run.serve("--negotiation.mode=off");
        var filter = run.filter();
        var core = run.core('/' + NAME);
        var nginx = run.nginx(false);
        var cached = run.nginx(true)) {
      Map<String, HttpGenerator.Work> works = new LinkedHashMap<>();
      add(works, "serve", serve, PLAIN);
      add(works, "serve, browser", serve, BROWSER);
      add(works, "serve, torrent", serve, TORRENT);
      add(works, "off", off, PLAIN);
      add(works, "off, browser", off, BROWSER);
      add(works, "filter", filter, PLAIN);
      add(works, "filter, browser", filter, BROWSER);
      add(works, "core", core, PLAIN);
      add(works, "nginx", nginx, PLAIN);
      add(works, "nginx, browser", nginx, BROWSER);
      add(works, "nginx cached", cached, PLAIN);
      for (ServerProcess ours : List.of(serve, off, filter)) {
        ours.get('/' + NAME + "?torrent");
      }
      for (HttpGenerator.Work work : works.values()) {
        if (work.server() != nginx && work.server() != cached) {
          run.warmUp(work);
        }
      }
      print(run.measure(works, SECONDS), table);
    }
  }

  private static void add(
      Map<String, HttpGenerator.Work> works,
      String name,
      ServerProcess server,
      List<String> fields) {
    works.put(name, new HttpGenerator.Work(server, '/' + NAME, fields, CONNECTIONS));
  }

  /**
   * Prints the figures beside the targets. They were set where nginx took 8.7 us and Jetty alone
   * 9.9, so on other machines the ratio counts.
   */
  private static void print(Map<String, LoadFigures> figures, Table table) {
    row(table, figures, "serve", "nginx", "<= 12 (1.4 x)");
    row(table, figures, "serve", "nginx cached", "");
    row(table, figures, "filter", "nginx", "<= 25 (2.9 x)");
    row(table, figures, "serve", "core", "");
    row(table, figures, "serve, browser", "nginx, browser", "");
    row(table, figures, "filter, browser", "nginx, browser", "");
    row(table, figures, "serve, torrent", "serve", "");
    added(table, figures, "serve", "off");
    added(table, figures, "serve, browser", "off, browser");
    for (String name : List.of("serve", "filter")) {
      table.row(
          "requests/s, " + name,
          of(figures, name).operationsPerSecond(),
          of(figures, "nginx").operationsPerSecond(),
          "nginx",
          "");
    }
    table
        .row(
            "cores used by the server",
            of(figures, "serve").serverBusy(),
            of(figures, "nginx").serverBusy(),
            "nginx",
            "")
        .row(
            "CPU us of the load itself",
            of(figures, "serve").loadMicrosPerOperation(),
            of(figures, "nginx").loadMicrosPerOperation(),
            "nginx",
            "")
        .row(
            "cores used by the load",
            of(figures, "serve").loadBusy(),
            of(figures, "nginx").loadBusy(),
            "nginx",
            "< server");
  }

  private static void row(
      Table table, Map<String, LoadFigures> figures, String ours, String peer, String target) {
    table.row(
        "4 KiB, CPU us a request, " + ours,
        of(figures, ours).cpuMicrosPerOperation(),
        of(figures, peer).cpuMicrosPerOperation(),
        peer,
        target);
  }

  /** Prints the cost of negotiation: the difference to a server that does not negotiate. */
  private static void added(
      Table table, Map<String, LoadFigures> figures, String with, String without) {
    double added =
        of(figures, with).cpuMicrosPerOperation() - of(figures, without).cpuMicrosPerOperation();
    table.row("negotiation adds us, " + with, added, "<= 2");
  }

  private static LoadFigures of(Map<String, LoadFigures> figures, String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }
}
