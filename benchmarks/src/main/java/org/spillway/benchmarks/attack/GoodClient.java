package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that does nothing wrong. The arguments are its kind and the words of the target. Each
 * line of its input is a number of seconds for which it measures what it gets, and which it answers
 * with a line of {@link Measured}; it works all the time, whether it measures or not.
 */
public final class GoodClient {
  /** The last number of its address, from which no attack comes. */
  static final int ADDRESS = 250;

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private GoodClient() {}

  /** Something that it does again and again. */
  interface Work {
    void doOnce(ClientProgress progress) throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    var words = List.of(arguments);
    var work = work(words.get(0), Target.parse(words.subList(1, 1 + Target.WORDS)));
    var progress = new ClientProgress();
    var worker = new Thread(() -> work(work, progress), "work");
    worker.setDaemon(true);
    worker.start();
    try (var lines = new Scanner(System.in, UTF_8)) {
      while (lines.hasNextLine()) {
        System.out.println(measure(progress, Double.parseDouble(lines.nextLine())).toLine());
      }
    }
  }

  private static Work work(String kind, Target target) throws IOException {
    return switch (kind) {
      case "peer" -> new GoodPeer(target, target.info());
      case "newcomer" -> new Newcomer(target, target.info());
      case "download" -> new HttpDownload(target, target.file());
      case "announce" -> new Announce(target, target.info());
      default -> throw new IOException("there is no client '" + kind + "'");
    };
  }

  /** A connection that fails is one more thing to wait for. */
  private static void work(Work work, ClientProgress progress) {
    while (true) {
      try {
        work.doOnce(progress);
      } catch (IOException e) {
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  private static Measured measure(ClientProgress progress, double seconds) {
    progress.begin();
    long start = System.nanoTime();
    long end = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return progress.end((System.nanoTime() - start) / 1e9);
  }
}
