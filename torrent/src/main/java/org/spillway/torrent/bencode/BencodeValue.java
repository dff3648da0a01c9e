package org.spillway.torrent.bencode;

import java.io.ByteArrayOutputStream;

/** One of the four kinds of value that bencode knows (BEP 3). Immutable. */
public sealed interface BencodeValue
    permits BencodeInteger, BencodeString, BencodeList, BencodeDictionary {

  /** Appends the value's only valid byte form. */
  void writeTo(ByteArrayOutputStream out);

  /** Returns the value's only valid byte form. */
  default byte[] encode() {
    var out = new ByteArrayOutputStream();
    writeTo(out);
    return out.toByteArray();
  }
}
