package org.spillway.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Writes down what it hears, and lets a test wait for it. */
final class RecordingListener implements CatalogListener {
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private final Semaphore settled = new Semaphore(0);

  @Override
  public void offered(OfferedTorrent torrent) {
    news.add("offered " + torrent.key().path());
  }

  @Override
  public void withdrawn(TorrentKey key) {
    news.add("withdrawn " + key.path());
  }

  @Override
  public void settled() {
    settled.release();
  }

  /** Returns when one more catalog has hashed what it found at its start. */
  void awaitSettled() throws InterruptedException {
    if (!settled.tryAcquire(60, TimeUnit.SECONDS)) {
      throw new AssertionError("not settled in a minute");
    }
  }

  /** Waits for the next news, and returns it. */
  String next() throws InterruptedException {
    String next = news.poll(60, TimeUnit.SECONDS);
    return next == null ? "nothing in a minute" : next;
  }

  /** Waits for this much news, and returns it, in any order. */
  List<String> next(int count) throws InterruptedException {
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      heard.add(next());
    }
    return heard;
  }

  /** Returns the news that was heard and not asked for yet. */
  List<String> rest() {
    List<String> rest = new ArrayList<>();
    news.drainTo(rest);
    return rest;
  }
}
