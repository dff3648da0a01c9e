package org.spillway.torrent.peer;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/** Valid messages of every kind. */
final class RandomMessages {
  /** One more than the highest number that {@link #next} knows. */
  private static final int KINDS = 22;

  private final RandomGenerator random;

  RandomMessages(RandomGenerator random) {
    this.random = random;
  }

  PeerMessage next() {
    return switch (random.nextInt(KINDS)) {
      case 0 -> new KeepAlive();
      case 1 -> new Choke();
      case 2 -> new Unchoke();
      case 3 -> new Interested();
      case 4 -> new NotInterested();
      case 5 -> new HaveAll();
      case 6 -> new HaveNone();
      case 7 -> new Have(index());
      case 8 -> new SuggestPiece(index());
      case 9 -> new AllowedFast(index());
      case 10 -> bitfield();
      case 11 -> new Request(index(), index(), length());
      case 12 -> new Cancel(index(), index(), length());
      case 13 -> new RejectRequest(index(), index(), length());
      case 14 -> new Piece(index(), index(), bytes(random.nextInt(20_000)));
      case 15 -> new Port(random.nextInt(65_536));
      case 16, 17 -> new Extended(random.nextInt(256), bytes(random.nextInt(500)));
      case 18 -> new HashRequest(range());
      case 19 -> new HashReject(range());
      case 20 -> new Hashes(range(), bytes(32 * random.nextInt(600)));
      default -> new Unknown(24 + random.nextInt(232), bytes(random.nextInt(100)));
    };
  }

  private Bitfield bitfield() {
    int pieces = 1 + random.nextInt(5_000);
    var has = new BitSet();
    random.ints(random.nextInt(pieces), 0, pieces).forEach(has::set);
    return Bitfield.of(has, pieces);
  }

  private HashRange range() {
    byte[] root = new byte[HashRange.HASH_LENGTH];
    random.nextBytes(root);
    return HashRange.of(root, index(), index(), index(), index());
  }

  /** Small and large ones alike. */
  private int index() {
    return random.nextInt() >>> (1 + random.nextInt(31));
  }

  private int length() {
    return 1 + random.nextInt(Request.MAX_LENGTH);
  }

  private ByteBuffer bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
