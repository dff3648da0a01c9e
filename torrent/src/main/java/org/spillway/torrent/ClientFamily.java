package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;

/** Tells the family of a BitTorrent client by its peer id (BEP 20). */
public final class ClientFamily {
  /** The family of clients that are not on the list, or do not say what they are. */
  public static final String OTHERS = "other";

  /** The number of letters in the code of a client, behind the dash. */
  private static final int CODE = 2;

  /** The families by the code in ids such as {@code -TR3000-}. */
  private static final Map<String, String> FAMILIES =
      Map.ofEntries(
          Map.entry("AZ", "vuze"),
          Map.entry("BC", "bitcomet"),
          Map.entry("BI", "biglybt"),
          Map.entry("BT", "bittorrent"),
          Map.entry("DE", "deluge"),
          Map.entry("FD", "free-download-manager"),
          Map.entry("KT", "ktorrent"),
          Map.entry("LT", "libtorrent"),
          Map.entry("SW", "spillway"),
          Map.entry("TL", "tribler"),
          Map.entry("TR", "transmission"),
          Map.entry("UM", "utorrent"),
          Map.entry("UT", "utorrent"),
          Map.entry("UW", "utorrent"),
          Map.entry("WD", "webtorrent"),
          Map.entry("WW", "webtorrent"),
          Map.entry("lt", "rtorrent"),
          Map.entry("qB", "qbittorrent"),
          Map.entry("rQ", "rqbit"));

  private ClientFamily() {}

  /** Returns one word of a fixed list, in lower case. */
  public static String of(PeerId peer) {
    String id = new String(peer.toBytes(), ISO_8859_1);
    if (id.startsWith("A2-")) {
      return "aria2";
    }
    return id.startsWith("-") ? FAMILIES.getOrDefault(id.substring(1, 1 + CODE), OTHERS) : OTHERS;
  }
}
