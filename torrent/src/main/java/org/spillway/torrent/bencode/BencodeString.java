package org.spillway.torrent.bencode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A byte string; ordered as raw bytes, unsigned, as dictionary keys are (BEP 3). */
public final class BencodeString implements BencodeValue, Comparable<BencodeString> {
  private final byte[] bytes;

  private BencodeString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the UTF-8 form of {@code text}. */
  public static BencodeString of(String text) {
    return new BencodeString(text.getBytes(UTF_8));
  }

  public static BencodeString of(byte[] bytes) {
    return new BencodeString(bytes.clone());
  }

  /** Takes {@code bytes} without copying them; the caller must not change the array any more. */
  static BencodeString wrap(byte[] bytes) {
    return new BencodeString(bytes);
  }

  public int length() {
    return bytes.length;
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Returns the bytes read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(bytes, UTF_8);
  }

  @Override
  public void writeTo(ByteArrayOutputStream out) {
    out.writeBytes((bytes.length + ":").getBytes(US_ASCII));
    out.writeBytes(bytes);
  }

  @Override
  public int compareTo(BencodeString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BencodeString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length <= 64 ? text() : bytes.length + " bytes";
  }
}
