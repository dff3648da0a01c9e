package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.spillway.catalog.Content;
import org.spillway.catalog.Offer;

/**
 * What an answer carries, as a recipe: nothing is open or read yet.
 *
 * @param file opens what the regions among the segments are of
 */
record Body(Opener file, List<Segment> segments) {
  static final Body EMPTY = new Body(() -> NoContent.INSTANCE, List.of());

  /** Opens one version of a file. */
  @FunctionalInterface
  interface Opener {
    Content open() throws IOException;
  }

  Body {
    segments = List.copyOf(segments);
  }

  static Body of(ByteBuffer bytes) {
    return new Body(EMPTY.file, List.of(new Segment.Bytes(bytes)));
  }

  static Body of(String text) {
    return of(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  static Body of(Offer offer, List<Segment> segments) {
    return new Body(offer::open, segments);
  }

  /** What a body says that is a text and no file. */
  String text() {
    var text = new StringBuilder();
    for (Segment segment : segments) {
      if (segment instanceof Segment.Bytes bytes) {
        text.append(UTF_8.decode(bytes.buffer().duplicate()));
      }
    }
    return text.toString();
  }

  /** In bytes. */
  long length() {
    return segments.stream().mapToLong(Segment::length).sum();
  }

  /** The file of bodies without a file. */
  private enum NoContent implements Content {
    INSTANCE;

    @Override
    public long length() {
      return 0;
    }

    @Override
    public void read(ByteBuffer target, long position) {
      throw new IllegalStateException("there is no file to read from");
    }

    @Override
    public void verify() {}

    @Override
    public void close() {}
  }
}
