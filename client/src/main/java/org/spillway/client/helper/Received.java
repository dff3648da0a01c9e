package org.spillway.client.helper;

import org.spillway.client.Source;

/**
 * The bytes that each kind of source gave, over all attempts of a download.
 *
 * @param server the bytes from the server that the URL names
 * @param mirrors the bytes from mirrors and other web seeds
 * @param peers the bytes from peers
 */
record Received(long server, long mirrors, long peers) {
  static final Received NOTHING = new Received(0, 0, 0);

  /** Returns the sum. Bytes that were on the disk already do not count. */
  Received and(Source source, long bytes) {
    return switch (source) {
      case HTTP, WEB_SEED -> new Received(server + bytes, mirrors, peers);
      case MIRROR -> new Received(server, mirrors + bytes, peers);
      case PEER -> new Received(server, mirrors, peers + bytes);
      case RESUMED -> this;
    };
  }
}
