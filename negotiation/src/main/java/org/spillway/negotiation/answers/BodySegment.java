package org.spillway.negotiation.answers;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.spillway.catalog.source.Content;

/** A segment of an answer's body. */
public sealed interface BodySegment {

  /** Returns the length in bytes. */
  long length();

  /**
   * Fills the rest of the target, as far as the segment reaches.
   *
   * @param offset the offset within the segment, in bytes
   * @param content the content of the body's file
   */
  void copyTo(ByteBuffer target, long offset, Content content) throws IOException;

  /**
   * @param buffer a buffer whose remaining bytes are the segment; it is not changed
   */
  record Bytes(ByteBuffer buffer) implements BodySegment {
    @Override
    public long length() {
      return buffer.remaining();
    }

    @Override
    public void copyTo(ByteBuffer target, long offset, Content content) {
      int count = (int) Math.min(target.remaining(), length() - offset);
      target.put(buffer.slice(buffer.position() + (int) offset, count));
    }
  }

  /**
   * @param position where the segment begins in the file, in bytes
   */
  record Region(long position, long length) implements BodySegment {
    @Override
    public void copyTo(ByteBuffer target, long offset, Content content) throws IOException {
      int limit = target.limit();
      int count = (int) Math.min(target.remaining(), length - offset);
      target.limit(target.position() + count);
      content.read(target, position + offset);
      target.limit(limit);
    }
  }
}
