package org.spillway.torrent.bencode;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A dictionary; its keys are byte strings in ascending order of their raw bytes (BEP 3). */
public final class BencodeDictionary implements BencodeValue {
  private final SortedMap<BencodeString, BencodeValue> entries;

  private BencodeDictionary(SortedMap<BencodeString, BencodeValue> entries) {
    this.entries = entries;
  }

  public static BencodeDictionary of(Map<BencodeString, BencodeValue> entries) {
    return new BencodeDictionary(Collections.unmodifiableSortedMap(new TreeMap<>(entries)));
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Returns every entry, in the order of the keys; unmodifiable. */
  public SortedMap<BencodeString, BencodeValue> entries() {
    return entries;
  }

  public Optional<BencodeValue> get(String key) {
    return Optional.ofNullable(entries.get(BencodeString.of(key)));
  }

  /**
   * Returns the value of {@code key} if it is of this kind; empty if there is none, or one of
   * another kind.
   */
  public <T extends BencodeValue> Optional<T> get(String key, Class<T> kind) {
    return get(key).filter(kind::isInstance).map(kind::cast);
  }

  @Override
  public void writeTo(ByteArrayOutputStream out) {
    out.write('d');
    entries.forEach(
        (key, value) -> {
          key.writeTo(out);
          value.writeTo(out);
        });
    out.write('e');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BencodeDictionary that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return entries.toString();
  }

  /** Collects entries in any order; the last value of a key stays. */
  public static final class Builder {
    private final SortedMap<BencodeString, BencodeValue> entries = new TreeMap<>();

    private Builder() {}

    public Builder put(String key, BencodeValue value) {
      entries.put(BencodeString.of(key), value);
      return this;
    }

    public Builder put(String key, long value) {
      return put(key, new BencodeInteger(value));
    }

    /** Puts the UTF-8 form of {@code text}. */
    public Builder put(String key, String text) {
      return put(key, BencodeString.of(text));
    }

    public Builder put(String key, byte[] bytes) {
      return put(key, BencodeString.of(bytes));
    }

    public BencodeDictionary build() {
      return of(entries);
    }
  }
}
