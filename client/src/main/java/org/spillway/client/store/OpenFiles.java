package org.spillway.client.store;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the files open that were used last: at most {@value #MAX}, but for those that more threads
 * use at the same time. Safe for use by many threads, none of which waits for the file of another.
 */
final class OpenFiles implements AutoCloseable {
  static final int MAX = 64;

  private final Opener toRead;
  private final Opener toWrite;
  private final Map<Integer, Entry> entries = new LinkedHashMap<>(2 * MAX, 0.75f, true);
  private boolean closed;

  /**
   * @param toRead opens a file that exists
   * @param toWrite opens a file and creates it if it is missing
   */
  OpenFiles(Opener toRead, Opener toWrite) {
    this.toRead = toRead;
    this.toWrite = toWrite;
  }

  /** Opens a file by its index. */
  @FunctionalInterface
  interface Opener {
    FileChannel open(int file) throws IOException;
  }

  /** Works with an open file. */
  @FunctionalInterface
  interface Work {
    void run(FileChannel channel) throws IOException;
  }

  void read(int file, Work work) throws IOException {
    use(file, toRead, work);
  }

  void write(int file, Work work) throws IOException {
    use(file, toWrite, work);
  }

  private void use(int file, Opener opener, Work work) throws IOException {
    var entry = acquire(file);
    try {
      work.run(entry.channel(opener));
    } finally {
      close(release(entry));
    }
  }

  private synchronized Entry acquire(int file) throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
    var entry = entries.computeIfAbsent(file, Entry::new);
    entry.users++;
    return entry;
  }

  /** Returns what has to be closed, because enough other files are open. */
  private synchronized List<Entry> release(Entry entry) {
    entry.users--;
    List<Entry> idle = new ArrayList<>();
    if (closed && entry.users == 0) {
      idle.add(entry);
    }
    var eldest = entries.values().iterator();
    while (entries.size() > MAX && eldest.hasNext()) {
      var next = eldest.next();
      if (next.users == 0) {
        eldest.remove();
        idle.add(next);
      }
    }
    return idle;
  }

  private static void close(List<Entry> idle) throws IOException {
    IOException problem = null;
    for (Entry entry : idle) {
      try {
        entry.close();
      } catch (IOException e) {
        problem = e;
      }
    }
    if (problem != null) {
      throw problem;
    }
  }

  /** Returns how many files are open or about to be. */
  synchronized int count() {
    return entries.size();
  }

  /** Closes every file, those that are in use once they are not. */
  @Override
  public void close() throws IOException {
    List<Entry> idle;
    synchronized (this) {
      closed = true;
      idle = entries.values().stream().filter(entry -> entry.users == 0).toList();
      entries.clear();
    }
    close(idle);
  }

  /** A file that is open, or was not needed yet. */
  private static final class Entry {
    private final int file;

    /** Guarded by the lock of the outer object. */
    private int users;

    private @Nullable FileChannel channel;

    Entry(int file) {
      this.file = file;
    }

    /** Returns the open file. An interrupt of another thread may have closed it. */
    synchronized FileChannel channel(Opener opener) throws IOException {
      var open = channel;
      if (open == null || !open.isOpen()) {
        open = opener.open(file);
        channel = open;
      }
      return open;
    }

    synchronized void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }
}
