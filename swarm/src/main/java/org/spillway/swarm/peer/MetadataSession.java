package org.spillway.swarm.peer;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.MetadataMessage;
import org.spillway.torrent.peer.PeerMessage;

/** Asks one peer for the info dictionary, block by block (BEP 9). */
final class MetadataSession extends FetchSession {
  /** The id that peers are told to give the extension's messages. */
  private static final int ID = 1;

  private final MetadataTorrent.MetadataReceiver receiver;
  private final Handshake theirs;
  private int theirId;
  private @Nullable ByteBuffer metadata;

  MetadataSession(PeerContext peer, MetadataTorrent torrent, Handshake theirs) {
    super(peer, () -> peer.engine().torrents().leave(torrent, peer.connection()));
    this.receiver = torrent.receiver();
    this.theirs = theirs;
  }

  @Override
  public void begin() {
    if (theirs.hasExtensions()) {
      var extensions = Map.of(MetadataMessage.EXTENSION, ID);
      send(new ExtendedHandshake(extensions, 0, Extensions.CLIENT, 0, 0).toMessage());
    } else {
      part("does not send metadata");
    }
  }

  @Override
  public void received(PeerMessage message) throws MalformedMessageException {
    if (message instanceof Extended extended && receiver.isNeeded()) {
      if (extended.id() == Extended.HANDSHAKE && metadata == null) {
        learn(ExtendedHandshake.read(extended.payload()));
      } else if (extended.id() == ID && metadata != null) {
        take(extended.payload(), metadata);
      }
    }
  }

  private void learn(ExtendedHandshake handshake) throws MalformedMessageException {
    var id = handshake.idOf(MetadataMessage.EXTENSION);
    int size = handshake.metadataSize();
    if (id.isEmpty()) {
      part("does not send metadata");
    } else if (size < 1 || size > receiver.mostBytes()) {
      part(
          "announces metadata of %d bytes, but 1 to %d are allowed"
              .formatted(size, receiver.mostBytes()));
    } else {
      theirId = id.getAsInt();
      metadata = ByteBuffer.allocate(size);
      ask(metadata);
    }
  }

  private void ask(ByteBuffer collected) {
    int block = collected.position() / MetadataMessage.BLOCK;
    send(new MetadataMessage.Request(block).toMessage(theirId));
  }

  private void take(ByteBuffer payload, ByteBuffer collected) throws MalformedMessageException {
    var answer = MetadataMessage.read(payload);
    if (answer.isPresent() && answer.get() instanceof MetadataMessage.Data data) {
      add(data, collected);
    } else if (answer.isPresent() && answer.get() instanceof MetadataMessage.Reject reject) {
      part("refuses to send metadata block " + reject.piece());
    }
  }

  private void add(MetadataMessage.Data data, ByteBuffer collected)
      throws MalformedMessageException {
    int expected = collected.position() / MetadataMessage.BLOCK;
    int length = Math.min(MetadataMessage.BLOCK, collected.remaining());
    if (data.piece() != expected
        || data.totalSize() != collected.capacity()
        || data.block().remaining() != length) {
      throw new MalformedMessageException(
          "sent block %d of %d bytes of metadata, but block %d of %d was expected"
              .formatted(data.piece(), data.totalSize(), expected, collected.capacity()));
    }
    progressed();
    collected.put(data.block());
    if (collected.hasRemaining()) {
      ask(collected);
    } else if (!receiver.accept(bytesOf(collected))) {
      throw new MalformedMessageException("sent a wrong info dictionary");
    }
  }

  private static byte[] bytesOf(ByteBuffer collected) {
    byte[] bytes = new byte[collected.capacity()];
    collected.flip().get(bytes);
    return bytes;
  }
}
