package org.spillway.client.helper;

import org.spillway.client.Source;

/**
 * Who gave how much, in bytes, over all attempts of a download.
 *
 * @param server the one that the URL names
 * @param mirrors and other web seeds
 * @param peers other people
 */
record Received(long server, long mirrors, long peers) {
  static final Received NOTHING = new Received(0, 0, 0);

  /** What was on the disk already came from nobody. */
  Received and(Source source, long bytes) {
    return switch (source) {
      case HTTP, WEB_SEED -> new Received(server + bytes, mirrors, peers);
      case MIRROR -> new Received(server, mirrors + bytes, peers);
      case PEER -> new Received(server, mirrors, peers + bytes);
      case RESUMED -> this;
    };
  }
}
