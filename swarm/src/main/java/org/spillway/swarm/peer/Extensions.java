package org.spillway.swarm.peer;

import static java.lang.System.Logger.Level.DEBUG;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.MetadataMessage;

/**
 * Speaks the extension protocol on one connection (BEP 10). It has one extension: it sends the info
 * dictionary to peers that have only a magnet link (BEP 9).
 *
 * <p>Peers write these messages carelessly. A message that cannot be read is ignored, and the peer
 * keeps its connection.
 */
final class Extensions {
  private static final System.Logger log = System.getLogger(Extensions.class.getName());

  /** The number that others must give to ut_metadata messages for us. */
  private static final int UT_METADATA = 1;

  static final String CLIENT = "Spillway 0.1";

  private final MessageWriter writer;
  private final SharedTorrent content;
  private OptionalInt theirMetadataId = OptionalInt.empty();
  private int theirPort;
  private int requestQueue;

  Extensions(MessageWriter writer, SharedTorrent content) {
    this.writer = writer;
    this.content = content;
  }

  /**
   * Sends our handshake.
   *
   * @param port the port on which we accept connections; 0 if on none
   */
  void greet(int maxQueuedRequests, int port) {
    int metadataSize = content.metadata().remaining();
    var extensions = Map.of(MetadataMessage.EXTENSION, UT_METADATA);
    writer.send(
        new ExtendedHandshake(extensions, metadataSize, CLIENT, port, maxQueuedRequests)
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
    if (handshake.requestQueue() != 0) {
      requestQueue = handshake.requestQueue();
    }
    if (handshake.port() != 0) {
      theirPort = handshake.port();
    }
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

  /** Returns how many waiting requests the peer keeps; 0 until it says so. */
  int requestQueue() {
    return requestQueue;
  }

  /** Returns the port at which the peer says that it accepts connections; 0 until it says so. */
  int theirPort() {
    return theirPort;
  }
}
