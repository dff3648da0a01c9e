package org.spillway.torrent.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.MalformedBencodeException;

/**
 * The content that is signed: a .torrent, or the magnet link that stands for one.
 *
 * @param info the bencoded info dictionary; empty for a link
 * @param digest the digest of all bytes
 */
public record SignedContent(BencodeString info, Sha256 digest) {
  /**
   * Returns the content of a .torrent.
   *
   * @param torrent the whole .torrent, as the records hold it
   * @return empty if it is not a bencoded dictionary with an info dictionary in it
   */
  public static Optional<SignedContent> ofTorrent(byte[] torrent) {
    return info(torrent)
        .map(info -> new SignedContent(BencodeString.of(info.encode()), Sha256.digest(torrent)));
  }

  private static Optional<BencodeDictionary> info(byte[] torrent) {
    try {
      return Bencode.decode(torrent) instanceof BencodeDictionary dictionary
          ? dictionary.get("info", BencodeDictionary.class)
          : Optional.empty();
    } catch (MalformedBencodeException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the content of a magnet link.
   *
   * @param link the link as the record holds it
   */
  public static SignedContent ofMagnet(String link) {
    return new SignedContent(BencodeString.of(new byte[0]), Sha256.digest(link.getBytes(US_ASCII)));
  }
}
