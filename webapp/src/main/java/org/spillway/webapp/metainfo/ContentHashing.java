package org.spillway.webapp.metainfo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.FilePart;
import org.spillway.torrent.TorrentMaker;

/** Reads the pieces of a torrent that is being made, and hashes them on several threads. */
public final class ContentHashing {
  private final TorrentContent content;
  private final TorrentMaker maker;
  private final IntConsumer hashed;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * @param hashed told the length of each piece; several threads call it
   */
  public ContentHashing(TorrentContent content, TorrentMaker maker, IntConsumer hashed) {
    this.content = content;
    this.maker = maker;
    this.hashed = hashed;
  }

  /**
   * Hashes every piece, and blocks until that is done.
   *
   * @throws IOException if a file cannot be read, or has become shorter
   */
  public void run(int threads) throws IOException, InterruptedException {
    var executor = Executors.newFixedThreadPool(threads, new DaemonThreads("hash"));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            executor.submit(
                () -> {
                  work();
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      next.set(Integer.MAX_VALUE / 2);
      if (e.getCause() instanceof IOException problem) {
        throw problem;
      }
      throw new IllegalStateException("hashing failed", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private void work() throws IOException {
    try (var reader = new Reader()) {
      for (int piece = next.getAndIncrement();
          piece < maker.pieceCount();
          piece = next.getAndIncrement()) {
        byte[] bytes = new byte[maker.pieceSize(piece)];
        reader.read(maker.parts(piece), ByteBuffer.wrap(bytes));
        maker.hash(piece, bytes);
        hashed.accept(bytes.length);
      }
    }
  }

  /** Keeps one file open, because consecutive pieces are mostly of one file. For one thread. */
  private final class Reader implements AutoCloseable {
    private int open = -1;
    private @Nullable FileChannel channel;

    void read(List<FilePart> parts, ByteBuffer piece) throws IOException {
      for (FilePart part : parts) {
        Path path = content.path(maker.files().get(part.file()));
        var file = open(part.file(), path);
        var target = piece.slice(piece.position(), part.length());
        while (target.hasRemaining()) {
          if (file.read(target, part.offset() + target.position()) < 0) {
            throw new IOException(path + ": has become shorter meanwhile");
          }
        }
        piece.position(piece.position() + part.length());
      }
    }

    private FileChannel open(int file, Path path) throws IOException {
      var known = channel;
      if (file == open && known != null) {
        return known;
      }
      close();
      var opened = FileChannel.open(path);
      channel = opened;
      open = file;
      return opened;
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }
}
