package org.spillway.torrent;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes the two digests that every Java platform must have. */
public final class Digests {
  private Digests() {}

  public static MessageDigest sha1() {
    return digest("SHA-1");
  }

  public static MessageDigest sha256() {
    return digest("SHA-256");
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " is part of every Java platform", e);
    }
  }
}
