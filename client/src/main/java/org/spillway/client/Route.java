package org.spillway.client;

/** The way that led to the content. */
public enum Route {
  /** The server has no torrent of it and sends the file itself. */
  PLAIN_FILE("plain file over HTTP"),
  /** The server answered with the file's torrent (RFC 9110 §12.1). */
  NEGOTIATED("torrent by content negotiation"),
  /** One TXT record holds the torrent. */
  DNS_PLAIN("torrent in one DNS record"),
  /** Several TXT records hold the torrent. */
  DNS_TAGGED("torrent in tagged DNS records"),
  /** The TXT records of several names hold the torrent. */
  DNS_SPLIT("torrent in the DNS records of several names"),
  /** A TXT record holds a magnet link, and the torrent came from peers (BEP 9). */
  DNS_MAGNET("magnet link in DNS"),
  /** The address asked for is a magnet link. */
  MAGNET("magnet link"),
  /** The server is down, and has sent this torrent before. */
  KEPT_TORRENT("torrent that the server has sent before"),
  /** A .torrent file was given in place of an address. */
  TORRENT_FILE("torrent file");

  private final String label;

  Route(String label) {
    this.label = label;
  }

  /** Returns an English name for a line of output. */
  public String label() {
    return label;
  }
}
