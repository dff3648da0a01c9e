package org.spillway.negotiation.folders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.spillway.negotiation.answers.BodySegment;
import org.spillway.negotiation.answers.KeptText;

/**
 * The text of a whole folder, made part by part while it is sent: of a million entries only one
 * part is in memory. A name that is in the folder all the time is written exactly once. If the
 * folder cannot be read to its end, the iterator throws, and the answer must be cut off: a part
 * must not look like the whole.
 *
 * @param first the part that the text begins with; others follow
 */
record FolderText(FolderListing listing, KeptText first) implements Iterable<BodySegment> {

  @Override
  public Iterator<BodySegment> iterator() {
    return new Parts();
  }

  private final class Parts implements Iterator<BodySegment> {
    private KeptText part = first;
    private boolean hasBegun;

    @Override
    public boolean hasNext() {
      return !hasBegun || !part.isComplete();
    }

    @Override
    public BodySegment next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      part = hasBegun ? following() : part;
      hasBegun = true;
      return new BodySegment.Bytes(part.bytes());
    }

    private KeptText following() {
      try {
        return listing.part(part.last());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
