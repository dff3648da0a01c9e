package org.spillway.negotiation.fields;

/**
 * A part of a representation, in bytes from 0 (RFC 9110 §14.1.2).
 *
 * @param last the position of the last byte that belongs to it
 */
public record ByteRange(long first, long last) {
  public ByteRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("a range from %d to %d".formatted(first, last));
    }
  }

  public long length() {
    return last - first + 1;
  }

  /** Returns the value of Content-Range (RFC 9110 §14.4). */
  public String contentRange(long completeLength) {
    return "bytes " + first + '-' + last + '/' + completeLength;
  }
}
