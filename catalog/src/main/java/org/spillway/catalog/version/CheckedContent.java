package org.spillway.catalog.version;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.VersionedContent;

/**
 * One version of a file, which stays readable when the file gets another status or grows: from then
 * on, each byte is compared with the torrent before it is let out. For one thread.
 */
public final class CheckedContent implements Content {
  /** The most bytes that are read at once. */
  private static final int PORTION = 64 * 1024;

  /** The state that all readers of an open file share. */
  private static final class Opened {
    final VersionedContent content;
    final SourceFile file;
    private final Supplier<Optional<PieceProofs>> source;

    /** The version at the last look. */
    volatile String version;

    /** The hashes of the pieces; null as long as they are not asked for or not known. */
    private volatile @Nullable PieceProofs known;

    Opened(VersionedContent content, SourceFile file, Supplier<Optional<PieceProofs>> source) {
      this.content = content;
      this.file = file;
      this.source = source;
      this.version = content.opened();
    }

    String look() throws ContentChangedException {
      String now = content.version();
      version = now;
      return now;
    }

    Optional<PieceProofs> proofs() {
      if (known == null) {
        known = source.get().orElse(null);
      }
      return Optional.ofNullable(known);
    }

    boolean trusts(String now) {
      return now.equals(file.version()) || proofs().filter(p -> p.trusts(now)).isPresent();
    }
  }

  /**
   * @param target the part of the reader's buffer that was filled
   * @param position where that part begins in the file, in bytes
   */
  private record Read(ByteBuffer target, long position) {
    /** Takes what it has in common with bytes from {@code at} on. */
    void take(ByteBuffer bytes, long at) {
      long start = Math.max(at, position);
      long end = Math.min(at + bytes.limit(), position + target.remaining());
      if (start < end) {
        int to = target.position() + (int) (start - position);
        target.put(to, bytes, (int) (start - at), (int) (end - start));
      }
    }
  }

  private final Opened opened;
  private final List<Read> reads = new ArrayList<>();

  /**
   * The version at the last look of this reader: bytes read since then belong to it if the next
   * look finds it again.
   */
  private String last;

  private CheckedContent(Opened opened) {
    this.opened = opened;
    this.last = opened.version;
  }

  /**
   * Takes over an open file, and closes it if that fails.
   *
   * @param file the version that is asked for
   * @param proofs returns the proofs of the torrent of this very version, or nothing as long as it
   *     is not known
   * @throws ContentChangedException if the file has another version, and its torrent is not known
   */
  public static CheckedContent of(
      VersionedContent content, SourceFile file, Supplier<Optional<PieceProofs>> proofs)
      throws IOException {
    try {
      var opened = new Opened(content, file, proofs);
      if (!opened.trusts(opened.version) && opened.proofs().isEmpty()) {
        throw new ContentChangedException(file.path());
      }
      return new CheckedContent(opened);
    } catch (IOException e) {
      content.close();
      throw e;
    }
  }

  @Override
  public long length() {
    return opened.file.length();
  }

  @Override
  public Content reader() {
    return new CheckedContent(opened);
  }

  @Override
  public void read(ByteBuffer target, long position) throws IOException {
    int start = target.position();
    opened.content.read(target, position);
    if (target.position() > start) {
      reads.add(new Read(target.duplicate().flip().position(start), position));
    }
  }

  @Override
  public void verify() throws ContentChangedException {
    try {
      String now = opened.look();
      boolean steady = now.equals(last);
      last = now;
      if (!steady || !opened.trusts(now)) {
        prove(steady);
      }
    } finally {
      reads.clear();
    }
  }

  private void prove(boolean steady) throws ContentChangedException {
    var proofs = opened.proofs().filter(known -> !known.isRefuted()).orElseThrow(this::changed);
    String now = last;
    var pieces = new BitSet();
    for (Read read : reads) {
      var run = PieceRun.of(read.position, read.target.remaining(), proofs.pieceLength());
      if (!steady || !proofs.areRight(now, run)) {
        pieces.set(run.first(), run.last() + 1);
      }
    }
    for (int piece = pieces.nextSetBit(0); piece >= 0; piece = pieces.nextSetBit(piece + 1)) {
      prove(piece, proofs);
    }
    last = opened.look();
    if (last.equals(now)) {
      proofs.foundRight(now, pieces);
    }
  }

  private ContentChangedException changed() {
    return new ContentChangedException(opened.file.path());
  }

  /** Reads a piece once more, and lets nothing of it through that is not in the torrent. */
  private void prove(int piece, PieceProofs proofs) throws ContentChangedException {
    try {
      if (!isRight(piece, proofs)) {
        proofs.refute();
        throw changed();
      }
    } catch (ContentChangedException e) {
      throw e;
    } catch (IOException e) {
      var changed = changed();
      changed.initCause(e);
      throw changed;
    }
  }

  private boolean isRight(int piece, PieceProofs proofs) throws IOException {
    var digest = proofs.digest(piece);
    long at = (long) piece * proofs.pieceLength();
    long end = at + proofs.pieceSize(piece);
    var portion = ByteBuffer.allocate(PORTION);
    while (at < end) {
      portion.clear().limit((int) Math.min(PORTION, end - at));
      opened.content.read(portion, at);
      digest.update(portion.array(), 0, portion.position());
      portion.flip();
      for (Read read : reads) {
        read.take(portion, at);
      }
      at += portion.limit();
    }
    return digest.matches();
  }

  @Override
  public void close() throws IOException {
    opened.content.close();
  }
}
