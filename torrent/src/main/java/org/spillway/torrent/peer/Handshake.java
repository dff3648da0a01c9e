package org.spillway.torrent.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

/**
 * The first bytes that each side of a connection sends (BEP 3).
 *
 * @param reserved 64 bits that tell which extensions the sender knows
 * @param infoHash the infohash; of a v2 torrent the truncated one (BEP 52)
 * @param peerId the id of the sender
 */
public record Handshake(long reserved, InfoHash infoHash, PeerId peerId) {
  /** The length of a handshake, in bytes. */
  public static final int LENGTH = 68;

  /** The bit for a DHT node (BEP 5). */
  public static final long DHT = 0x01;

  /** The bit for the fast extension (BEP 6). */
  public static final long FAST = 0x04;

  /** The bit for v2 torrents; in a hybrid's v1 handshake it offers to go on as v2 (BEP 52). */
  public static final long V2 = 0x10;

  /** The bit for the extension protocol (BEP 10). */
  public static final long EXTENSIONS = 0x10_0000;

  private static final byte[] PROTOCOL = "\u0013BitTorrent protocol".getBytes(US_ASCII);

  /**
   * Reads {@value #LENGTH} bytes at the buffer's position and moves it on.
   *
   * @throws MalformedMessageException if there are fewer bytes, or they belong to another protocol
   */
  public static Handshake read(ByteBuffer in) throws MalformedMessageException {
    if (in.remaining() < LENGTH) {
      throw new MalformedMessageException(
          "handshake: %d bytes, expected %d".formatted(in.remaining(), LENGTH));
    }
    byte[] protocol = new byte[PROTOCOL.length];
    in.get(protocol);
    if (!Arrays.equals(protocol, PROTOCOL)) {
      throw new MalformedMessageException(
          "handshake: byte %d is not that of 'BitTorrent protocol'"
              .formatted(Arrays.mismatch(protocol, PROTOCOL)));
    }
    return new Handshake(in.getLong(), InfoHash.read(in), PeerId.read(in));
  }

  /** Puts {@value #LENGTH} bytes at the buffer's position. */
  public void writeTo(ByteBuffer out) {
    out.put(PROTOCOL).putLong(reserved);
    infoHash.writeTo(out);
    peerId.writeTo(out);
  }

  public boolean hasDht() {
    return (reserved & DHT) != 0;
  }

  public boolean hasFast() {
    return (reserved & FAST) != 0;
  }

  public boolean hasV2() {
    return (reserved & V2) != 0;
  }

  public boolean hasExtensions() {
    return (reserved & EXTENSIONS) != 0;
  }
}
