package org.spillway.catalog.usage;

/** The ways in which a file reaches those who download it. */
public enum Delivery {
  /** A client asked for the file by its URL. */
  HTTP("http"),

  /** A BitTorrent client asked the web seed over HTTP (BEP 19). */
  WEB_SEED("web-seed"),

  /** The seeder sent blocks to a peer. */
  PEERS("peers"),

  /** Peers have told the tracker that they sent it to others, which nobody can verify. */
  OTHERS("others");

  private final String label;

  Delivery(String label) {
    this.label = label;
  }

  /**
   * Returns the delivery of a word that {@link #label} returned.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Delivery ofLabel(String label) {
    for (Delivery delivery : values()) {
      if (delivery.label.equals(label)) {
        return delivery;
      }
    }
    throw new IllegalArgumentException(
        "the delivery must be http, web-seed, peers or others, was '" + label + "'");
  }

  /** Returns the word for it in files and reports, in lower case. */
  public String label() {
    return label;
  }
}
