package org.spillway.negotiation.answers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * A text that many requests get.
 *
 * @param bytes all that remains in it; it stays as it is
 * @param etag in quotes; empty if it has none
 * @param last the name after which another text goes on; empty if this one is complete
 * @param entries that were looked at to make it
 */
public record KeptText(ByteBuffer bytes, String etag, String last, int entries) {

  public static KeptText of(String text, String etag, String last, int entries) {
    return new KeptText(ByteBuffer.wrap(text.getBytes(UTF_8)), etag, last, entries);
  }

  /** Returns whether nothing follows. */
  public boolean isComplete() {
    return last.isEmpty();
  }
}
