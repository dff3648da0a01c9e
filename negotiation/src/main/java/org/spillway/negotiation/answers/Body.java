package org.spillway.negotiation.answers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.spillway.catalog.Offer;
import org.spillway.catalog.source.Content;

/**
 * The content of an answer, as a recipe: nothing is open or read yet.
 *
 * @param file opens the file that the regions among the segments are part of
 * @param segments the segments, which may be made one by one while they are sent; the iterator
 *     throws {@link UncheckedIOException} where the body has to be cut off
 * @param length the length in bytes; {@link #UNKNOWN} until all segments are made
 */
public record Body(Opener file, Iterable<BodySegment> segments, long length) {
  public static final long UNKNOWN = -1;

  public static final Body EMPTY = new Body(() -> NoContent.INSTANCE, List.of());

  /** Opens one version of a file. */
  @FunctionalInterface
  public interface Opener {
    Content open() throws IOException;

    /** Returns the path at which the file is offered; empty if there is no file. */
    default String path() {
      return "";
    }

    /** Returns all of the file, if it is in memory: this neither blocks nor looks at a disk. */
    default Optional<ByteBuffer> inMemory() {
      return Optional.empty();
    }
  }

  Body(Opener file, List<BodySegment> segments) {
    this(file, List.copyOf(segments), segments.stream().mapToLong(BodySegment::length).sum());
  }

  public static Body of(ByteBuffer bytes) {
    return new Body(EMPTY.file, List.of(new BodySegment.Bytes(bytes)));
  }

  public static Body of(String text) {
    return of(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  public static Body of(Offer offer, List<BodySegment> segments) {
    return new Body(new OfferOpener(offer), segments);
  }

  /** Returns a body whose segments are made one by one while it is sent; its length is unknown. */
  public static Body streaming(Iterable<BodySegment> text) {
    return new Body(EMPTY.file, text, UNKNOWN);
  }

  /** Returns the text of a body that carries no file. */
  public String text() {
    var text = new StringBuilder();
    for (BodySegment segment : segments) {
      if (segment instanceof BodySegment.Bytes bytes) {
        text.append(UTF_8.decode(bytes.buffer().duplicate()));
      }
    }
    return text.toString();
  }

  public boolean hasLength() {
    return length != UNKNOWN;
  }

  /** Returns the whole body, if it is in memory in one piece. */
  public Optional<ByteBuffer> inMemory() {
    if (!(segments instanceof List<BodySegment> list) || list.size() != 1) {
      return Optional.empty();
    }
    if (list.get(0) instanceof BodySegment.Region region) {
      return file.inMemory()
          .map(content -> content.slice((int) region.position(), (int) region.length()));
    }
    return list.get(0) instanceof BodySegment.Bytes bytes
        ? Optional.of(bytes.buffer().duplicate())
        : Optional.empty();
  }

  private record OfferOpener(Offer offer) implements Opener {
    @Override
    public Content open() throws IOException {
      return offer.open();
    }

    @Override
    public String path() {
      return offer.path();
    }

    @Override
    public Optional<ByteBuffer> inMemory() {
      return offer.inMemory();
    }
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
