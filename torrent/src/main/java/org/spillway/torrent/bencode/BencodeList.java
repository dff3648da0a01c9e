package org.spillway.torrent.bencode;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** A list of values of any kinds. */
public record BencodeList(List<BencodeValue> values) implements BencodeValue {

  public BencodeList {
    values = List.copyOf(values);
  }

  public static BencodeList of(BencodeValue... values) {
    return new BencodeList(List.of(values));
  }

  /** Makes a list of strings in UTF-8, in their order. */
  public static BencodeList ofTexts(List<String> texts) {
    return new BencodeList(texts.stream().<BencodeValue>map(BencodeString::of).toList());
  }

  @Override
  public void writeTo(ByteArrayOutputStream out) {
    out.write('l');
    values.forEach(value -> value.writeTo(out));
    out.write('e');
  }
}
