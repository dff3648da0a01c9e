package org.spillway.catalog.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The bytes of one version of a file, open for reading. Safe for use by many threads.
 *
 * <p>A file can change under a reader. Bytes that were read are those of this version only if
 * {@link #verify()} returns after the reading: read, verify, then let the bytes out of the house.
 */
public interface Content extends Closeable {

  /** Of this version, in bytes. */
  long length();

  /**
   * Fills the buffer's remaining room from {@code position} on, as far as the content reaches.
   *
   * @param position in bytes, from 0
   * @throws ContentChangedException if the content ends where this version did not
   */
  void read(ByteBuffer target, long position) throws IOException;

  /**
   * The whole content, if it is in memory: read and verified, so that it needs no further {@link
   * #verify()}. Absent for most.
   *
   * @return a new view each time, from the first byte to the last
   */
  default Optional<ByteBuffer> inMemory() {
    return Optional.empty();
  }

  /**
   * Makes sure that everything read until now belongs to this version.
   *
   * @throws ContentChangedException if it may not; what was read since the last success is void
   */
  void verify() throws ContentChangedException;
}
