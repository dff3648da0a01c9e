package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.Interested;

/**
 * Writes what no good peer says, one kind after the other. It writes bytes, because the messages of
 * module torrent cannot be wrong.
 */
final class HostileTalk {
  /** The most bytes that one call writes. */
  static final int MOST = 128 * 1024;

  private static final int REQUEST = 6;
  private static final int BITFIELD = 5;
  private static final int HASH_REQUEST = 21;
  private static final int BLOCK = 16 * 1024;
  private static final int MANY_REQUESTS = 4_000;
  private static final int LOOP = 100;
  private static final int MOST_PADDING = 2_000;
  private static final int KEY = 96;
  private static final int COMPACT_PEER = 6;
  private static final int NAMED_PEERS = 2_000;

  /** The numbers of our extensions; the one that is too high belongs to none. */
  private static final int MOST_EXTENSIONS = 4;

  private final InfoDictionary info;
  private final SplittableRandom random = new SplittableRandom(14);

  HostileTalk(InfoDictionary info) {
    this.info = info;
  }

  /** The kinds of hostility. */
  enum Kind {
    UNKNOWN_TORRENT,
    SECOND_HANDSHAKE,
    TOO_LONG,
    WRONG_REQUESTS,
    UNREAD_REQUESTS,
    WRONG_BITFIELDS,
    HOSTILE_BENCODE,
    METADATA_LOOP,
    HASH_LOOP,
    PEX_FLOOD,
    BAD_ENCRYPTION,
    NOISE;

    /** Returns whether such a peer reads what it is sent. */
    boolean reads() {
      return this != UNREAD_REQUESTS;
    }
  }

  /** Writes what a connection of this kind begins with. */
  void begin(Kind kind, ByteBuffer out) {
    switch (kind) {
      case UNKNOWN_TORRENT -> new Handshake(reserved(), unknown(), id()).writeTo(out);
      case BAD_ENCRYPTION -> noise(out, KEY * random.nextInt(2));
      case NOISE -> noise(out, random.nextInt(MOST_PADDING));
      case SECOND_HANDSHAKE,
          TOO_LONG,
          WRONG_REQUESTS,
          UNREAD_REQUESTS,
          WRONG_BITFIELDS,
          HOSTILE_BENCODE,
          METADATA_LOOP,
          HASH_LOOP,
          PEX_FLOOD ->
          greet(out);
    }
  }

  private void greet(ByteBuffer out) {
    new Handshake(reserved(), info.swarmHash(), id()).writeTo(out);
    new Interested().writeTo(out);
    extended(out, Extended.HANDSHAKE, "d1:md11:ut_metadatai7e6:ut_pexi8eee");
  }

  private static long reserved() {
    return Handshake.FAST | Handshake.EXTENSIONS | Handshake.V2;
  }

  private InfoHash unknown() {
    byte[] hash = new byte[20];
    random.nextBytes(hash);
    return InfoHash.of(hash);
  }

  private PeerId id() {
    return PeerId.random(random);
  }

  /** Writes what such a connection says next, as long as it is there. */
  void goOn(Kind kind, ByteBuffer out) {
    switch (kind) {
      case UNKNOWN_TORRENT, SECOND_HANDSHAKE -> greet(out);
      case TOO_LONG -> out.putInt(one(Integer.MAX_VALUE, -1, 1 << 21, 1 << 28)).put((byte) 7);
      case WRONG_REQUESTS -> wrongRequest(out);
      case UNREAD_REQUESTS -> manyRequests(out);
      case WRONG_BITFIELDS -> wrongBitfield(out);
      case HOSTILE_BENCODE -> extended(out, random.nextInt(MOST_EXTENSIONS), bencode());
      case METADATA_LOOP -> metadataRequests(out);
      case HASH_LOOP -> hashRequests(out);
      case PEX_FLOOD -> pex(out);
      case BAD_ENCRYPTION, NOISE -> noise(out, random.nextInt(MOST_PADDING));
    }
  }

  private int one(int... values) {
    return values[random.nextInt(values.length)];
  }

  private void wrongRequest(ByteBuffer out) {
    int count = info.pieceCount();
    request(
        out,
        one(0, count, count + 1, -1, Integer.MIN_VALUE, random.nextInt()),
        one(0, 1, 17, info.pieceLength(), -BLOCK, random.nextInt()),
        one(0, 1, BLOCK, BLOCK + 1, 8 * BLOCK + 1, -1, random.nextInt()));
  }

  private static void request(ByteBuffer out, int piece, int begin, int length) {
    out.putInt(13).put((byte) REQUEST).putInt(piece).putInt(begin).putInt(length);
  }

  private void manyRequests(ByteBuffer out) {
    for (int i = 0; i < MANY_REQUESTS; i++) {
      request(out, random.nextInt(info.pieceCount() - 1), 0, BLOCK);
    }
  }

  private void wrongBitfield(ByteBuffer out) {
    int right = (info.pieceCount() + 7) / 8;
    int length = one(0, 1, right - 1, right, right + 1, 2 * right);
    out.putInt(1 + length).put((byte) BITFIELD);
    noise(out, length);
  }

  private String bencode() {
    int depth = random.nextInt(5_000);
    return switch (random.nextInt(6)) {
      case 0 -> "l".repeat(depth);
      case 1 -> "d1:a".repeat(depth);
      case 2 -> "d8:msg_typei" + "9".repeat(depth) + "e5:piecei-1ee";
      case 3 -> "d1:md11:ut_metadatai-1e6:ut_pexi256ee13:metadata_sizei" + Long.MAX_VALUE + "ee";
      case 4 -> "d1:md" + "1:xi1e".repeat(depth) + "ee";
      default -> "2147483647:" + "x".repeat(depth);
    };
  }

  private static void extended(ByteBuffer out, int id, String payload) {
    new Extended(id, ByteBuffer.wrap(payload.getBytes(US_ASCII))).writeTo(out);
  }

  private void metadataRequests(ByteBuffer out) {
    for (int i = 0; i < LOOP; i++) {
      extended(out, 1, "d8:msg_typei0e5:piecei%dee".formatted(one(0, 1, 2, 1 << 30)));
    }
  }

  /** A root, a base layer, an index, a length and the layers of the proof (BEP 52). */
  private void hashRequests(ByteBuffer out) {
    for (int i = 0; i < LOOP; i++) {
      out.putInt(1 + 32 + 16).put((byte) HASH_REQUEST);
      noise(out, 32);
      out.putInt(one(0, 1, 9, -1)).putInt(one(0, 512, -1));
      out.putInt(one(2, 512, 8192, -1)).putInt(one(0, 5, -1));
    }
  }

  private void pex(ByteBuffer out) {
    int length = COMPACT_PEER * NAMED_PEERS;
    byte[] before = "d5:added%d:".formatted(length).getBytes(US_ASCII);
    out.putInt(2 + before.length + length + 1).put((byte) Extended.ID).put((byte) 2);
    out.put(before);
    noise(out, length);
    out.put((byte) 'e');
  }

  private void noise(ByteBuffer out, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    out.put(bytes);
  }
}
