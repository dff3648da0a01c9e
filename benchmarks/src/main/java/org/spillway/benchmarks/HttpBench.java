package org.spillway.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Measures files over HTTP, from Spillway and from nginx. */
final class HttpBench implements Benchmark {
  private static final String QUICK = "quick";

  /** The argument for short measurements that other processes cannot disturb; for root. */
  private static final String ALONE = "alone";

  private static final List<HttpPart> PARTS =
      List.of(
          new SmallFile(),
          new LargeFile(),
          new IdleConnections(),
          new FolderPages(),
          new LongListing(),
          new SlowReaders());

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String summary() {
    return "files over HTTP, nginx beside it: "
        + PARTS.stream().map(HttpPart::name).collect(Collectors.joining(" "))
        + "; quick; alone; profile";
  }

  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    if (!Nginx.isInstalled()) {
      throw new IOException("nginx is needed: apt-get install nginx-light");
    }
    if (arguments.contains(HttpProfile.NAME)) {
      return HttpProfile.parse(arguments).run(workplace);
    }
    List<String> words = new ArrayList<>(arguments);
    boolean quick = words.remove(QUICK);
    boolean alone = words.remove(ALONE);
    boolean all = words.isEmpty();
    var parts = PARTS.stream().filter(part -> words.remove(part.name()) || all).toList();
    if (!words.isEmpty()) {
      throw new IOException("http knows no " + words);
    }
    var table =
        new Table("bench http" + (quick ? ", rough figures" : "") + (alone ? ", alone" : ""));
    try (var generator = HttpGenerator.start(workplace)) {
      for (HttpPart part : parts) {
        var run = new HttpRun(workplace, part.name(), generator, quick, alone, List.of());
        part.measure(run, table);
      }
    }
    return table;
  }
}
