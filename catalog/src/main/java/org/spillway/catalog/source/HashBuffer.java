package org.spillway.catalog.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Holds the bytes between the disk and the digests, for one thread. It is small enough to stay in
 * the processor's cache. Bytes are read into a buffer outside of the heap, which Java would
 * otherwise allocate and free for each read.
 */
public final class HashBuffer {
  private static final int SIZE = 128 * 1024;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
  private final byte[] bytes = new byte[SIZE];

  /**
   * Fills {@link #bytes()} from their start.
   *
   * @param end where to stop, in bytes from the start of the content
   * @return how many bytes there are: as many as fit
   */
  public int read(Content content, long position, long end) throws IOException {
    buffer.clear().limit((int) Math.min(SIZE, end - position));
    content.read(buffer, position);
    int count = buffer.flip().remaining();
    buffer.get(bytes, 0, count);
    return count;
  }

  public byte[] bytes() {
    return bytes;
  }
}
