package org.spillway.catalog.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.SourceFile;

/**
 * One version of an object, read through the pieces that are kept of it. No request gives a byte of
 * another version, so a read cannot be wrong. It can only come too late for a reader that wants the
 * content only while the object is offered.
 */
final class S3Content implements Content {
  /**
   * The size of a piece, in bytes: small enough for a peer that wants one block of it, large enough
   * for one request.
   */
  static final int PIECE = 1024 * 1024;

  private final S3Parts parts;
  private final SourceFile file;
  private final String pieces;
  private final boolean kept;

  /** The version to read, if the bucket keeps versions; "" is the current one. */
  private volatile String id;

  private volatile long last = -1;

  /**
   * Opens a version.
   *
   * @param kept whether reading may go on when the object is replaced or removed
   */
  S3Content(S3Parts parts, SourceFile file, boolean kept) {
    this.parts = parts;
    this.file = file;
    this.pieces = parts.pieceName(file);
    this.kept = kept;
    this.id = kept ? S3Version.parse(file.version()).id() : "";
  }

  @Override
  public long length() {
    return file.length();
  }

  @Override
  public void read(ByteBuffer target, long position) throws IOException {
    int limit = target.limit();
    long at = position;
    while (target.position() < limit && at < file.length()) {
      long index = at / PIECE;
      int begin = (int) (at % PIECE);
      int count = Math.min(limit - target.position(), length(index) - begin);
      target.limit(target.position() + count);
      parts.pieces().read(name(index), length(index), begin, target, () -> fetch(index));
      target.limit(limit);
      at += count;
      readAhead(index);
    }
  }

  private int length(long index) {
    return (int) Math.min(PIECE, file.length() - index * PIECE);
  }

  private String name(long index) {
    return pieces + '-' + index;
  }

  private byte[] fetch(long index) throws IOException {
    try {
      return fetch(index, id);
    } catch (AccessDeniedException e) {
      if (id.isEmpty()) {
        throw e;
      }
      // Versions need a permission of their own, s3:GetObjectVersion.
      id = "";
      return fetch(index, id);
    } catch (ContentChangedException e) {
      parts.forget(file.path());
      throw e;
    }
  }

  private byte[] fetch(long index, String id) throws IOException {
    return parts.fetch(file, id, index * PIECE, length(index));
  }

  /**
   * Fetches the next piece early, so that a reader that reads piece after piece need not wait for
   * each.
   */
  private void readAhead(long index) {
    boolean next = index == last + 1;
    last = index;
    long ahead = index + 1;
    if (next && ahead * PIECE < file.length()) {
      parts.prefetch(name(ahead), () -> fetch(ahead));
    }
  }

  @Override
  public void verify() throws ContentChangedException {
    if (!kept && !parts.isCurrent(file)) {
      throw new ContentChangedException(file.path());
    }
  }

  @Override
  public void close() {}
}
