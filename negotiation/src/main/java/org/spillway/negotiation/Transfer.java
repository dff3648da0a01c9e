package org.spillway.negotiation;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.function.LongConsumer;
import org.spillway.catalog.Content;

/**
 * A body on its way. Its first portion is read before anything is sent, so that a file that is not
 * what it was can still be answered for; no portion leaves before it is verified.
 */
final class Transfer implements Closeable {
  /** Bytes between two looks at whether the file is still the same. */
  private static final int PORTION = 128 * 1024;

  private final Content content;
  private final Iterator<Segment> later;
  private final byte[] portion;
  private Segment segment = new Segment.Region(0, 0);

  /** Bytes of the segment that were read. */
  private long offset;

  /** Bytes in the portion. */
  private int filled;

  private Transfer(Content content, Body body) {
    this.content = content;
    this.later = body.segments().iterator();
    this.portion = new byte[(int) Math.min(PORTION, body.length())];
  }

  /**
   * @throws org.spillway.catalog.ContentChangedException if the file is not this version any more
   */
  static Transfer start(Body body) throws IOException {
    var content = body.file().open();
    try {
      var transfer = new Transfer(content, body);
      transfer.readPortion();
      return transfer;
    } catch (IOException e) {
      content.close();
      throw e;
    }
  }

  private void readPortion() throws IOException {
    var target = ByteBuffer.wrap(portion);
    while (target.hasRemaining() && (offset < segment.length() || later.hasNext())) {
      if (offset == segment.length()) {
        segment = later.next();
        offset = 0;
      }
      int before = target.position();
      segment.copyTo(target, offset, content);
      offset += target.position() - before;
    }
    filled = target.position();
    if (filled > 0) {
      content.verify();
    }
  }

  /**
   * @param sent hears of each portion, in bytes, as soon as it is gone
   * @throws IOException if the file changed or the other side is gone; what was written until then
   *     is of this version
   */
  void writeTo(OutputStream out, LongConsumer sent) throws IOException {
    while (filled > 0) {
      out.write(portion, 0, filled);
      sent.accept(filled);
      readPortion();
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
