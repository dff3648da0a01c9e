package org.spillway.swarm.peer;

import static java.lang.System.Logger.Level.DEBUG;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.torrent.peer.DontHaveMessage;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.MetadataMessage;
import org.spillway.torrent.peer.PexMessage;

/**
 * Speaks the extension protocol on one connection (BEP 10). It sends the info dictionary to peers
 * that have only a magnet link (BEP 9), exchanges peers (BEP 11), and tells of pieces that are not
 * there any more (BEP 54).
 *
 * <p>Peers write these messages carelessly. A message that cannot be read is ignored, and the peer
 * keeps its connection.
 */
final class Extensions {
  private static final System.Logger log = System.getLogger(Extensions.class.getName());

  /** The number that others must give to ut_metadata messages for us. */
  private static final int UT_METADATA = 1;

  /** The number that others must give to ut_pex messages for us. */
  private static final int UT_PEX = 2;

  /** The number that others must give to lt_donthave messages for us. */
  private static final int LT_DONTHAVE = 3;

  static final String CLIENT = "Spillway 0.1";

  private final MessageWriter writer;
  private final SharedTorrent content;
  private final IntConsumer lacks;

  /** Null in a private torrent, whose peers the tracker alone names (BEP 27). */
  private final @Nullable NamedPeers peers;

  private OptionalInt theirMetadataId = OptionalInt.empty();
  private int theirPexId;
  private int theirDontHaveId;

  /** How many withdrawn pieces the peer was told of. */
  private int toldWithdrawn;

  private int theirPort;
  private int requestQueue;
  private boolean uploadOnly;

  /**
   * Makes the extensions of one connection.
   *
   * @param lacks hears of pieces that the peer does not have any more
   */
  Extensions(PeerContext peer, SharedTorrent content, IntConsumer lacks) {
    this.lacks = lacks;
    this.writer = peer.writer();
    this.peers = content.info().isPrivate() ? null : new NamedPeers(peer, content);
    this.content = content;
  }

  /**
   * Sends our handshake.
   *
   * @param port the port on which we accept connections; 0 if on none
   * @param toldAll whether the peer was told of all pieces. Only then may it know that we download
   *     nothing more (BEP 21): libtorrent parts with such a peer if it sees nothing that it needs
   */
  void greet(int maxQueuedRequests, int port, boolean toldAll) {
    int metadataSize = content.metadata().remaining();
    Map<String, Integer> extensions = new TreeMap<>();
    extensions.put(MetadataMessage.EXTENSION, UT_METADATA);
    extensions.put(DontHaveMessage.EXTENSION, LT_DONTHAVE);
    if (peers != null) {
      extensions.put(PexMessage.EXTENSION, UT_PEX);
    }
    writer.send(
        new ExtendedHandshake(extensions, metadataSize, CLIENT, port, maxQueuedRequests, toldAll)
            .toMessage());
  }

  void received(Extended message) {
    try {
      read(message);
    } catch (MalformedMessageException e) {
      log.log(DEBUG, e::getMessage);
    }
  }

  private void read(Extended message) throws MalformedMessageException {
    if (message.id() == Extended.HANDSHAKE) {
      learn(ExtendedHandshake.read(message.payload()));
    } else if (message.id() == UT_PEX && peers != null) {
      peers.received(message);
    } else if (message.id() == LT_DONTHAVE) {
      lacks(DontHaveMessage.read(message.payload()));
    } else if (message.id() == UT_METADATA && theirMetadataId.isPresent()) {
      var metadata = MetadataMessage.read(message.payload());
      if (metadata.isPresent() && metadata.get() instanceof MetadataMessage.Request request) {
        writer.send(answer(request).toMessage(theirMetadataId.getAsInt()));
      }
    }
  }

  /**
   * Learns from a handshake. A later handshake changes what it names, and nothing else (BEP 10).
   */
  private void learn(ExtendedHandshake handshake) {
    if (handshake.extensions().containsKey(MetadataMessage.EXTENSION)) {
      theirMetadataId = handshake.idOf(MetadataMessage.EXTENSION);
    }
    if (handshake.extensions().containsKey(PexMessage.EXTENSION)) {
      theirPexId = handshake.idOf(PexMessage.EXTENSION).orElse(0);
    }
    if (handshake.extensions().containsKey(DontHaveMessage.EXTENSION)) {
      theirDontHaveId = handshake.idOf(DontHaveMessage.EXTENSION).orElse(0);
    }
    if (handshake.requestQueue() != 0) {
      requestQueue = handshake.requestQueue();
    }
    uploadOnly |= handshake.uploadOnly();
    if (handshake.port() != 0) {
      theirPort = handshake.port();
    }
  }

  private void lacks(DontHaveMessage message) throws MalformedMessageException {
    if (message.piece() >= content.pieceCount()) {
      throw new MalformedMessageException("%s does not exist".formatted(message));
    }
    lacks.accept(message.piece());
  }

  private MetadataMessage answer(MetadataMessage.Request request) {
    ByteBuffer metadata = content.metadata();
    int size = metadata.remaining();
    long start = (long) request.piece() * MetadataMessage.BLOCK;
    if (start >= size || writer.isCrowded()) {
      return new MetadataMessage.Reject(request.piece());
    }
    int length = (int) Math.min(MetadataMessage.BLOCK, size - start);
    return new MetadataMessage.Data(request.piece(), size, metadata.slice((int) start, length));
  }

  /**
   * Looks after the extensions; called twice a second.
   *
   * @param isSeed whether the peer needs nothing
   */
  void tick(boolean isSeed) {
    if (peers != null) {
      peers.tick(theirPort, theirPexId, isSeed || uploadOnly);
    }
    tellWithdrawn();
  }

  /** Tells of the pieces that were withdrawn since the last time, if the peer wants to know. */
  private void tellWithdrawn() {
    if (theirDontHaveId != 0) {
      var withdrawn = content.withdrawn().since(toldWithdrawn);
      toldWithdrawn += withdrawn.size();
      withdrawn.forEach(
          piece -> writer.send(new DontHaveMessage(piece).toMessage(theirDontHaveId)));
    }
  }

  void close() {
    if (peers != null) {
      peers.close();
    }
  }

  /** Returns how many waiting requests the peer keeps; 0 until it says so. */
  int requestQueue() {
    return requestQueue;
  }

  /** Returns the port at which the peer says that it accepts connections; 0 until it says so. */
  int theirPort() {
    return theirPort;
  }
}
