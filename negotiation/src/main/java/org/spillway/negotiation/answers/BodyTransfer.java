package org.spillway.negotiation.answers;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import org.spillway.catalog.source.Content;

/**
 * Reads a body portion by portion: the sender takes the {@link #portion}, sends it, and asks for
 * the {@link #next}. The first portion is read before anything is sent, so that another answer is
 * possible if the file has changed; no portion is given out before it is verified. For one thread
 * at a time.
 */
public final class BodyTransfer implements Closeable {
  /**
   * The number of bytes between two checks that the file is still the same, unless the buffer is
   * larger.
   */
  public static final int PORTION = 128 * 1024;

  private static final BodySegment NOTHING = new BodySegment.Region(0, 0);

  private final Content content;
  private Iterator<BodySegment> later;
  private ByteBuffer buffer;
  private ByteBuffer portion;
  private BodySegment segment = NOTHING;

  /** The number of bytes of the segment that were read. */
  private long offset;

  private BodyTransfer(Content content, Body body, ByteBuffer buffer) {
    this.content = content;
    this.later = body.segments().iterator();
    this.buffer = buffer;
    this.portion = buffer;
  }

  /** Returns the size of the buffer that a body needs for its portions, in bytes. */
  public static int bufferSize(Body body) {
    return body.hasLength() ? (int) Math.min(PORTION, body.length()) : PORTION;
  }

  /**
   * @param buffer receives the portions; it belongs to the transfer until that is closed
   * @param most bytes of the first portion
   * @throws org.spillway.catalog.ContentChangedException if the file is not this version any more
   */
  public static BodyTransfer start(Body body, ByteBuffer buffer, int most) throws IOException {
    var content = body.file().open();
    try {
      var transfer = new BodyTransfer(content, body, buffer);
      transfer.next(most);
      return transfer;
    } catch (IOException e) {
      content.close();
      throw e;
    }
  }

  /** Returns the bytes to send now; empty when all were given out. */
  public ByteBuffer portion() {
    return portion;
  }

  /**
   * Reads the next portion over the one before.
   *
   * @param most bytes of the portion, which the buffer may limit further
   * @throws IOException if the file changed or cannot be read: what was given out until then is of
   *     this version
   */
  public void next(int most) throws IOException {
    buffer.clear().limit(Math.min(buffer.capacity(), most));
    try {
      fill();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    portion = buffer.flip();
    if (portion.hasRemaining()) {
      content.verify();
    }
  }

  private void fill() throws IOException {
    while (buffer.hasRemaining() && (offset < segment.length() || later.hasNext())) {
      if (offset == segment.length()) {
        segment = later.next();
        offset = 0;
      }
      int before = buffer.position();
      segment.copyTo(buffer, offset, content);
      offset += buffer.position() - before;
    }
    if (isLast()) {
      forget();
    }
  }

  /** Lets go of what was copied: a client may take minutes to read the last portion. */
  private void forget() {
    segment = NOTHING;
    offset = 0;
    later = Collections.emptyIterator();
  }

  /** Returns whether nothing follows the portion. */
  public boolean isLast() {
    return offset == segment.length() && !later.hasNext();
  }

  /**
   * Reads the next portion into another buffer, which belongs to the transfer from now on; the
   * buffer before does not any more.
   */
  public void next(ByteBuffer buffer, int most) throws IOException {
    this.buffer = buffer;
    next(most);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
