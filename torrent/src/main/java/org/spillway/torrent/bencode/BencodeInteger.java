package org.spillway.torrent.bencode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/**
 * An integer of at most 64 bits. Bencode itself sets no limit, but every BEP stays below this one.
 */
public record BencodeInteger(long value) implements BencodeValue {

  @Override
  public void writeTo(ByteArrayOutputStream out) {
    out.writeBytes(("i" + value + "e").getBytes(US_ASCII));
  }
}
