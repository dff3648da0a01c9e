package org.spillway.torrent.bencode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Random values, all kinds within each other. */
final class RandomBencode {
  private final Random random;

  RandomBencode(long seed) {
    this.random = new Random(seed);
  }

  BencodeValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 4 : 2)) {
      case 0 -> new BencodeInteger(random.nextLong() >> random.nextInt(64));
      case 1 -> string();
      case 2 -> list(depth);
      default -> dictionary(depth);
    };
  }

  private BencodeString string() {
    byte[] bytes = new byte[random.nextInt(12)];
    random.nextBytes(bytes);
    return BencodeString.of(bytes);
  }

  private BencodeList list(int depth) {
    List<BencodeValue> values = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      values.add(value(depth - 1));
    }
    return new BencodeList(values);
  }

  private BencodeDictionary dictionary(int depth) {
    Map<BencodeString, BencodeValue> entries = new TreeMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      entries.put(string(), value(depth - 1));
    }
    return BencodeDictionary.of(entries);
  }
}
