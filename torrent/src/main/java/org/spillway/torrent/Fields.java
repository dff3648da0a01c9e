package org.spillway.torrent;

import java.util.List;
import java.util.Optional;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;

/** Reads a dictionary key by key, and names the key in every exception. */
final class Fields {
  private final String prefix;
  private final BencodeDictionary dictionary;

  Fields(String place, BencodeDictionary dictionary) {
    this.prefix = place.isEmpty() ? "" : place + ".";
    this.dictionary = dictionary;
  }

  boolean has(String key) {
    return dictionary.get(key).isPresent();
  }

  String text(String key) throws MalformedMetainfoException {
    return string(key).text();
  }

  byte[] bytes(String key) throws MalformedMetainfoException {
    return string(key).toBytes();
  }

  private BencodeString string(String key) throws MalformedMetainfoException {
    return required(key, BencodeString.class, "a string");
  }

  /** Reads a length or a count, which must be 0 or more. */
  long size(String key) throws MalformedMetainfoException {
    long value = required(key, BencodeInteger.class, "an integer").value();
    if (value < 0) {
      throw wrong(key, "not " + value + ": it cannot be below zero");
    }
    return value;
  }

  BencodeDictionary dictionary(String key) throws MalformedMetainfoException {
    return required(key, BencodeDictionary.class, "a dictionary");
  }

  List<BencodeValue> list(String key) throws MalformedMetainfoException {
    return required(key, BencodeList.class, "a list").values();
  }

  Optional<BencodeValue> get(String key) {
    return dictionary.get(key);
  }

  private <T extends BencodeValue> T required(String key, Class<T> kind, String name)
      throws MalformedMetainfoException {
    var value = dictionary.get(key);
    if (value.isEmpty()) {
      throw wrong(key, "missing");
    }
    return value
        .filter(kind::isInstance)
        .map(kind::cast)
        .orElseThrow(() -> wrong(key, name + " is expected"));
  }

  MalformedMetainfoException wrong(String key, String problem) {
    return new MalformedMetainfoException(prefix + key, problem);
  }
}
