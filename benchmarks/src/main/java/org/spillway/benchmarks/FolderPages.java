package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Measures the pages of a folder with many files: one page must not cost as much as the folder. */
final class FolderPages implements HttpPart {
  private static final int MANY = 100_000;
  private static final int FEW = 2_000;
  private static final int PAGE = 1_000;
  private static final int ROUNDS = 40;
  private static final double MEGA = 1e6;

  @Override
  public String name() {
    return "folder";
  }

  @Override
  public void measure(HttpRun run, Table table) throws IOException, InterruptedException {
    fill(Files.createDirectory(run.content().resolve("many")), MANY);
    fill(Files.createDirectory(run.content().resolve("few")), FEW);
    try (var server = run.serve()) {
      server.awaitQuiet();
      if (server.status("/many/") != 200) {
        table.row("pages of a folder", "not there yet", "", "", "");
        return;
      }
      try (var nginx = run.nginx(false)) {
        measure(run, table, server, nginx);
      }
    }
  }

  private static void fill(Path folder, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Path file = Files.writeString(folder.resolve(fileName(i)), "file " + i);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static String fileName(int index) {
    return "file-%06d.txt".formatted(index);
  }

  private static void measure(HttpRun run, Table table, ServerProcess server, ServerProcess nginx)
      throws IOException, InterruptedException {
    var before = Memory.ofJava(run.workplace(), server);
    row(run, table, server, "first page of 100,000", List.of(page("many", 0)));
    row(run, table, server, "page in the middle", List.of(page("many", MANY / 2)));
    row(run, table, server, "last page", List.of(page("many", MANY - PAGE)));
    row(run, table, server, "first page of 2,000", List.of(page("few", 0)));
    var after = Memory.ofJava(run.workplace(), server);
    var whole = load(run, nginx, 1, List.of(List.of(fileName(MANY - 1), "/many/")));
    table
        .row("nginx, the whole folder at once, ms", "", Table.number(millis(whole)), "", "")
        .row("resident after the pages, MB", after.resident() / MEGA, "")
        .row("more than before them, MB", (after.resident() - before.resident()) / MEGA, "");
  }

  /** Returns a word that the page contains, and its target. */
  private static List<String> page(String folder, int first) {
    String after = first == 0 ? "" : "?after=" + fileName(first - 1);
    return List.of(fileName(first + PAGE - 1), '/' + folder + '/' + after);
  }

  private static void row(
      HttpRun run, Table table, ServerProcess server, String work, List<List<String>> pages)
      throws IOException, InterruptedException {
    var figures = load(run, server, ROUNDS, pages);
    table
        .row(work + ", ms", millis(figures), "")
        .row(work + ", CPU ms", figures.cpuMicrosPerOperation() / 1e3, "");
  }

  private static double millis(LoadFigures figures) {
    return 1e3 / figures.operationsPerSecond();
  }

  private static LoadFigures load(
      HttpRun run, ServerProcess server, int rounds, List<List<String>> pages)
      throws IOException, InterruptedException {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of(server.pid(), server.port("http"), rounds, rounds));
    pages.forEach(arguments::addAll);
    var command = Command.java(FolderLoad.class, arguments);
    return LoadFigures.parse(Command.run(run.workplace(), Machine.LOAD_CORE, command).output());
  }
}
