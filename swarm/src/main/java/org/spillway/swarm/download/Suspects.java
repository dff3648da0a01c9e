package org.spillway.swarm.download;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spillway.net.SipHash;
import org.spillway.torrent.peer.Request;

/**
 * Finds out who sent the wrong blocks of a piece that several peers sent: each block of the wrong
 * piece is compared with that of the right one, when there is one. Guarded by the {@link Download}.
 */
final class Suspects {
  /** The most wrong pieces that are remembered; each costs some bytes a block. */
  private static final int REMEMBERED = 64;

  /** A hash for which nobody can make a wrong block that looks like the right one. */
  private final SipHash hash = SipHash.random(new SecureRandom());

  private final Map<Integer, List<Sent>> wrong = new HashMap<>();

  /** A block of a wrong piece; the checksum tells it from the right one. */
  private record Sent(int block, BlockSender sender, long checksum) {}

  /** Returns whether blocks of the piece were wrong before. */
  boolean has(int piece) {
    return wrong.containsKey(piece);
  }

  /** Remembers the blocks of a wrong piece. */
  void remember(OpenPiece piece) {
    if (wrong.size() >= REMEMBERED) {
      return;
    }
    var blocks = wrong.computeIfAbsent(piece.piece(), unknown -> new ArrayList<>());
    for (int block = 0; block < piece.blocks(); block++) {
      var sender = piece.sender(block);
      if (sender != null) {
        blocks.add(new Sent(block, sender, checksum(piece.bytes(), block)));
      }
    }
  }

  /** Returns the peers that sent wrong blocks of a piece whose right content is known now. */
  Set<BlockSender> convict(int piece, byte[] right) {
    Set<BlockSender> guilty = new LinkedHashSet<>();
    var blocks = wrong.remove(piece);
    if (blocks != null) {
      for (Sent sent : blocks) {
        if (sent.checksum() != checksum(right, sent.block())) {
          guilty.add(sent.sender());
        }
      }
    }
    return guilty;
  }

  private long checksum(byte[] piece, int block) {
    int begin = block * Request.BLOCK_LENGTH;
    int end = Math.min(begin + Request.BLOCK_LENGTH, piece.length);
    return hash.hash(Arrays.copyOfRange(piece, begin, end));
  }
}
