package org.spillway.catalog;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.version.ConfirmerQueue;
import org.spillway.torrent.InfoDictionary;

/**
 * Reads files that got another status and are likely to have the same bytes, in the background.
 * Nothing has to wait for it: whatever is sent of such a file is compared with its torrent first.
 * This saves the comparing, and finds out early where the bytes are other ones after all.
 */
final class Confirmer implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Confirmer.class.getName());

  /** A file that nobody asks for is read as a whole up to this length, in bytes. */
  private static final long SMALL = 64 * 1024;

  /** The length, in bytes, up to which a file that a client asks for is read as a whole. */
  private static final long MODERATE = 64L * 1024 * 1024;

  /** The number of pieces that are read of a longer file, apart from its first and its last one. */
  private static final int SAMPLES = 1;

  /** The cost of opening a file, as a number of bytes that could be read instead. */
  private static final long OPENING = 64L * 1024;

  private final ContentSource source;
  private final OfferedTorrents offered;
  private final KnownTorrents known;
  private final ConfirmerQueue queue;
  private final Thread thread = new Thread(this::run, "catalog-confirm");

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Confirmer(
      ContentSource source, OfferedTorrents offered, KnownTorrents known, LongSupplier nanoTime) {
    this.source = source;
    this.offered = offered;
    this.known = known;
    this.queue = new ConfirmerQueue(nanoTime);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** A walk found a file to be confirmed. */
  void found(SourceFile seen) {
    queue.add(seen, false);
  }

  /** Puts a file in front of the queue because a client asks for it. */
  void asked(SourceFile seen) {
    queue.add(seen, true);
  }

  private void run() {
    try {
      for (var next = queue.take(); next.isPresent(); next = queue.take()) {
        workOn(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void workOn(ConfirmerQueue.Task task) throws InterruptedException {
    try {
      work(task);
    } catch (RuntimeException | Error e) {
      // Thrown on, it would end the confirming of all other files.
      log.log(ERROR, task.path() + " cannot be confirmed", e);
    }
  }

  private void work(ConfirmerQueue.Task task) throws InterruptedException {
    var now = source.find(task.path());
    var entry = offered.index().byPath(task.path());
    if (now.isEmpty() || entry.isEmpty()) {
      queue.forget(task.path());
      return;
    }
    switch (source.change(entry.get().version(), now.get().version())) {
      case METADATA -> confirm(entry.get().file(), now.get(), task.asked() ? MODERATE : SMALL);
      // Hashing reads all of it: a few pieces tell whether it is worth waiting for.
      case TIME -> read(entry.get().file(), false);
      case NONE, GROWTH, OTHER -> queue.forget(task.path());
    }
  }

  private void confirm(SourceFile hashed, SourceFile now, long most) throws InterruptedException {
    var torrent = read(hashed, now.length() <= most);
    if (torrent.filter(t -> t.proofs().trusts(now.version())).isPresent()) {
      known.confirm(torrent.get(), now);
      queue.forget(now.path());
    }
  }

  private Optional<OfferedTorrent> read(SourceFile hashed, boolean whole)
      throws InterruptedException {
    var torrent = known.of(hashed);
    if (torrent.isPresent()) {
      read(torrent.get(), whole);
    }
    return torrent;
  }

  /** Finds out by the way what is wrong. */
  private void read(OfferedTorrent torrent, boolean whole) throws InterruptedException {
    var info = torrent.info();
    var one = ByteBuffer.allocate(1);
    try (var content = torrent.open()) {
      queue.spend(OPENING);
      for (int piece : whole ? all(info) : samples(info)) {
        content.read(one.clear(), (long) piece * info.pieceLength());
        content.verify();
        queue.spend(info.pieceSize(piece));
      }
    } catch (IOException e) {
      log.log(DEBUG, () -> "not confirmed: " + e);
    }
  }

  private static int[] all(InfoDictionary info) {
    return IntStream.range(0, info.pieceCount()).toArray();
  }

  private static int[] samples(InfoDictionary info) {
    int count = info.pieceCount();
    var inner = ThreadLocalRandom.current().ints(SAMPLES, 0, count);
    return IntStream.concat(IntStream.of(0, count - 1), inner).distinct().toArray();
  }

  /** Ends the reading after the piece that it is at, and waits for that. */
  @Override
  public void close() {
    queue.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
