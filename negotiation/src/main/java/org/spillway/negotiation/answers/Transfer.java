package org.spillway.negotiation.answers;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.spillway.catalog.source.Content;

/**
 * A body on its way, portion by portion: whoever sends takes the {@link #portion}, sends it, and
 * asks for the {@link #next}. The first portion is there before anything is sent, so that a file
 * that is not what it was can still be answered for; no portion is given out before it is verified.
 * For one thread at a time.
 */
public final class Transfer implements Closeable {
  /** Bytes between two looks at whether the file is still the same, unless there is more room. */
  public static final int PORTION = 128 * 1024;

  private final Content content;
  private final Iterator<Segment> later;
  private ByteBuffer room;
  private ByteBuffer portion;
  private Segment segment = new Segment.Region(0, 0);

  /** Bytes of the segment that were read. */
  private long offset;

  private Transfer(Content content, Body body, ByteBuffer room) {
    this.content = content;
    this.later = body.segments().iterator();
    this.room = room;
    this.portion = room;
  }

  /** How many bytes of room a body needs for its portions. */
  public static int roomFor(Body body) {
    return body.hasLength() ? (int) Math.min(PORTION, body.length()) : PORTION;
  }

  /**
   * @param room what the portions are read into; it belongs to the transfer until that is closed
   * @param most bytes of the first portion
   * @throws org.spillway.catalog.ContentChangedException if the file is not this version any more
   */
  public static Transfer start(Body body, ByteBuffer room, int most) throws IOException {
    var content = body.file().open();
    try {
      var transfer = new Transfer(content, body, room);
      transfer.next(most);
      return transfer;
    } catch (IOException e) {
      content.close();
      throw e;
    }
  }

  /** What is to be sent now; empty when all was given out. */
  public ByteBuffer portion() {
    return portion;
  }

  /**
   * Reads the next portion over the one before.
   *
   * @param most bytes of the portion, which the room may limit further
   * @throws IOException if the file changed or cannot be read: what was given out until then is of
   *     this version
   */
  public void next(int most) throws IOException {
    room.clear().limit(Math.min(room.capacity(), most));
    try {
      fill();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    portion = room.flip();
    if (portion.hasRemaining()) {
      content.verify();
    }
  }

  private void fill() throws IOException {
    while (room.hasRemaining() && (offset < segment.length() || later.hasNext())) {
      if (offset == segment.length()) {
        segment = later.next();
        offset = 0;
      }
      int before = room.position();
      segment.copyTo(room, offset, content);
      offset += room.position() - before;
    }
  }

  /** Whether nothing follows the portion. */
  public boolean isLast() {
    return offset == segment.length() && !later.hasNext();
  }

  /**
   * Reads the next portion into another room, which belongs to the transfer from now on; the one
   * before does not any more.
   */
  public void next(ByteBuffer room, int most) throws IOException {
    this.room = room;
    next(most);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
