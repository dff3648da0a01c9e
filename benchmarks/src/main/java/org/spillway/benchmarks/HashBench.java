package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.spillway.torrent.TorrentFormat;

/** Measures the cost of hashing beside the least possible cost: that of each digest alone. */
final class HashBench implements Benchmark {
  private static final long GIB = 1024L * 1024 * 1024;
  private static final String BOTH_CORES = Machine.SERVER_CORE + ',' + Machine.LOAD_CORE;

  /**
   * The number of runs of each program. The cheapest one counts, because disturbances only add
   * cost.
   */
  private static final int RUNS = 3;

  @Override
  public String name() {
    return "hash";
  }

  @Override
  public String summary() {
    return "hashing a file of 1 GiB; four of 256 MiB on one thread and on two";
  }

  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    workplace.file("warm-up", "file.bin", GIB / 4);
    String file = workplace.file("one", "file.bin", GIB).toString();
    for (int i = 0; i < 4; i++) {
      workplace.file("four", i + ".bin", GIB / 4);
    }
    var table = new Table("bench hash: CPU seconds for 1 GiB");
    double sha1 = one(workplace, "SHA-1");
    double sha256 = one(workplace, "SHA-256");
    table
        .row("SHA-1 of the JDK", sha1, openssl(workplace, "-sha1", file), "openssl", "")
        .row("SHA-256 of the JDK", sha256, openssl(workplace, "-sha256", file), "openssl", "")
        .row("v1 pieces alone", "", mktorrent(workplace, file) + " mktorrent", "", "")
        .row("v1 and SHA-256", one(workplace, "V1"), sha1 + sha256, "digests", "<= 1.35")
        .row(
            "hybrid and SHA-256",
            one(workplace, "HYBRID"),
            sha1 + 2 * sha256,
            "digests",
            "<= 2.05");
    addThreads(table, workplace);
    return table;
  }

  private static double one(Workplace workplace, String work)
      throws IOException, InterruptedException {
    return work(workplace, Machine.SERVER_CORE, work, 1, "one").cpu();
  }

  private static HashWork.Cost work(
      Workplace workplace, String cores, String work, int threads, String folder)
      throws IOException, InterruptedException {
    var arguments =
        List.of(
            work,
            threads,
            workplace.folder("warm-up"),
            workplace.folder(folder),
            workplace.folder("state-" + work + '-' + folder + '-' + threads));
    var result = Command.run(workplace, cores, Command.java(HashWork.class, arguments));
    return HashWork.Cost.parse(result.output());
  }

  private static double openssl(Workplace workplace, String digest, String file)
      throws IOException, InterruptedException {
    return program(workplace, run -> List.of("openssl", "dgst", digest, file));
  }

  private static String mktorrent(Workplace workplace, String file)
      throws IOException, InterruptedException {
    if (!Command.isInstalled("mktorrent")) {
      return "no";
    }
    Path peer = workplace.folder("peer");
    IntFunction<List<String>> command =
        run ->
            List.of(
                "mktorrent", "-t", "1", "-l", "21", "-o", peer.resolve(run + "").toString(), file);
    return Table.number(program(workplace, command));
  }

  /**
   * Returns the cost of a program's cheapest run.
   *
   * @param command the command for the run with this number
   */
  private static double program(Workplace workplace, IntFunction<List<String>> command)
      throws IOException, InterruptedException {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      best = Math.min(best, Command.run(workplace, Machine.SERVER_CORE, command.apply(i)).cpu());
    }
    return best;
  }

  private static void addThreads(Table table, Workplace workplace)
      throws IOException, InterruptedException {
    String v1 = TorrentFormat.V1.name();
    double one = work(workplace, BOTH_CORES, v1, 1, "four").seconds();
    double two = work(workplace, BOTH_CORES, v1, 2, "four").seconds();
    table
        .row("four files, 1 thread, s by the clock", one, "")
        .row("four files, 2 threads, s by the clock", two, "")
        .row("times as fast with 2 threads", one / two, ">= 1.7");
  }
}
