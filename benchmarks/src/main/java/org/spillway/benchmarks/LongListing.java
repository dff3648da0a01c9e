package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how a folder with a million files is listed, whole and by a client of S3, in little
 * memory.
 */
final class LongListing implements HttpPart {
  private static final int FILES = 1_000_000;
  private static final int PAGE = 1000;
  private static final int ROUNDS = 1000;

  /** The number of pages; there are so many that none is kept until its turn comes again. */
  private static final int PAGES = 200;

  private static final String HEAP = "-Xmx256m";
  private static final double MEGA = 1e6;

  @Override
  public String name() {
    return "listing";
  }

  /** Empty files have no torrents, so that nothing is hashed meanwhile. */
  @Override
  public void measure(HttpRun run, Table table) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(run.content().resolve("million"));
    for (int i = 0; i < FILES; i++) {
      Files.createFile(folder.resolve(fileName(i)));
    }
    var small = run.withJavaOptions(List.of(HEAP));
    try (var server = small.serve()) {
      server.awaitQuiet();
      var before = Memory.ofJava(run.workplace(), server);
      var whole = load(run, server, 1, List.of(fileName(FILES - 1), "/million/"));
      var after = Memory.ofJava(run.workplace(), server);
      var made = load(run, server, 2, pages());
      var kept = load(run, server, ROUNDS, pages().subList(0, 2));
      table
          .row("listing of 1,000,000 files with " + HEAP + ", s", seconds(whole), "")
          .row("the same, MB sent", whole.bytes() / MEGA, "")
          .row("heap more than before, MB", (after.heap() - before.heap()) / MEGA, "")
          .row("resident afterwards, MB", after.resident() / MEGA, "")
          .row("a page of ListObjectsV2 in its middle, ms", seconds(made) * 1e3, "")
          .row("the same page again and again, ms", seconds(kept) * 1e3, "");
    }
  }

  /** Returns the pages from the middle on, each behind a word that it holds. */
  private static List<String> pages() {
    List<String> pages = new ArrayList<>();
    for (int i = 0; i < PAGES; i++) {
      int start = FILES / 2 + i * PAGE;
      pages.add(fileName(start + PAGE));
      pages.add("/million/?list-type=2&start-after=" + fileName(start));
    }
    return pages;
  }

  private static String fileName(int index) {
    return "file-%07d.txt".formatted(index);
  }

  /** Returns the seconds for one answer. */
  private static double seconds(LoadFigures figures) {
    return 1 / figures.operationsPerSecond();
  }

  private static LoadFigures load(HttpRun run, ServerProcess server, int rounds, List<String> pages)
      throws IOException, InterruptedException {
    List<Object> arguments =
        new ArrayList<>(List.of(server.pid(), server.port("http"), rounds - 1, rounds));
    arguments.addAll(pages);
    var command = Command.java(FolderLoad.class, arguments);
    return LoadFigures.parse(Command.run(run.workplace(), Machine.LOAD_CORE, command).output());
  }
}
