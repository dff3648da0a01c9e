package org.spillway.catalog.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The bytes of one version of a file, open for reading. For one thread at a time: others take a
 * {@link #reader()} each.
 *
 * <p>A file can change under a reader. Bytes that were read are those of this version only if
 * {@link #verify()} returns after the reading: read, verify, then let the bytes out of the house.
 */
public interface Content extends Closeable {

  /** Returns the length of this version, in bytes. */
  long length();

  /**
   * Fills the buffer's remaining room from {@code position} on, as far as the content reaches.
   *
   * @param position in bytes, from 0
   * @throws ContentChangedException if the content ends where this version did not
   */
  void read(ByteBuffer target, long position) throws IOException;

  /**
   * Returns the whole content, if it is in memory: read and verified, so that it needs no further
   * {@link #verify()}. Absent for most.
   *
   * @return a new view each time, from the first byte to the last
   */
  default Optional<ByteBuffer> inMemory() {
    return Optional.empty();
  }

  /**
   * Returns a reader of its own on the same open file, which another thread can use meanwhile. It
   * ends when this content is closed, and need not be closed itself.
   */
  default Content reader() {
    return this;
  }

  /**
   * Makes sure that everything read since the last success belongs to this version. The buffers
   * that were read into must be as they were left: where the file has got another status, they are
   * filled once more, with bytes that are proved to be the right ones.
   *
   * @throws ContentChangedException if it may not; what was read since the last success is void
   */
  void verify() throws ContentChangedException;
}
