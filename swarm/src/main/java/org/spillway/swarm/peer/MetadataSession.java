package org.spillway.swarm.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.torrents.MetadataTorrent;
import org.spillway.swarm.torrents.MetadataTurns;
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
  private final MetadataTurns turns;
  private final LongSupplier nanoTime;
  private ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private int theirId;

  /** The length of the info dictionary in bytes, as the peer announces it; 0 until it does. */
  private int size;

  /** Whether no answer to a request is on its way. */
  private boolean answered = true;

  /** The turn that this peer has; null while others are asked. */
  private MetadataTurns.@Nullable Turn turn;

  MetadataSession(PeerContext peer, MetadataTorrent torrent, Handshake theirs) {
    super(peer, () -> peer.engine().torrents().leave(torrent, peer.connection()));
    this.receiver = torrent.receiver();
    this.theirs = theirs;
    this.turns = torrent.turns();
    this.nanoTime = peer.engine().nanoTime();
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
      if (extended.id() == Extended.HANDSHAKE && size == 0) {
        learn(ExtendedHandshake.read(extended.payload()));
      } else if (extended.id() == ID) {
        answered = true;
        if (hasTurn()) {
          take(extended.payload());
        }
      }
    }
  }

  private void learn(ExtendedHandshake handshake) {
    var id = handshake.idOf(MetadataMessage.EXTENSION);
    int announced = handshake.metadataSize();
    if (id.isEmpty()) {
      part("does not send metadata");
    } else if (announced < 1 || announced > receiver.mostBytes()) {
      part(
          "announces metadata of %d bytes, but 1 to %d are allowed"
              .formatted(announced, receiver.mostBytes()));
    } else {
      theirId = id.getAsInt();
      size = announced;
      begin(turns.take(nanoTime.getAsLong()));
    }
  }

  private void begin(Optional<MetadataTurns.Turn> taken) {
    taken.ifPresent(
        begun -> {
          turn = begun;
          ask();
        });
  }

  /** Returns whether the peer has a turn; if it has lost it, what was collected is thrown away. */
  private boolean hasTurn() {
    if (turn != null && turn.isLost()) {
      turn = null;
      collected = new ByteArrayOutputStream();
    }
    return turn != null;
  }

  /** Waits for a turn if the peer has none, and for what it was asked in the last one. */
  @Override
  public void tick() {
    if (size > 0 && !hasTurn() && answered && receiver.isNeeded()) {
      begin(turns.take(nanoTime.getAsLong()));
    }
  }

  private void ask() {
    int block = collected.size() / MetadataMessage.BLOCK;
    answered = false;
    send(new MetadataMessage.Request(block).toMessage(theirId));
  }

  private void take(ByteBuffer payload) throws MalformedMessageException {
    var answer = MetadataMessage.read(payload);
    if (answer.isPresent() && answer.get() instanceof MetadataMessage.Data data) {
      add(data);
    } else if (answer.isPresent() && answer.get() instanceof MetadataMessage.Reject reject) {
      part("refuses to send metadata block " + reject.piece());
    }
  }

  private void add(MetadataMessage.Data data) throws MalformedMessageException {
    int expected = collected.size() / MetadataMessage.BLOCK;
    int length = Math.min(MetadataMessage.BLOCK, size - collected.size());
    if (data.piece() != expected
        || data.totalSize() != size
        || data.block().remaining() != length) {
      throw new MalformedMessageException(
          "sent block %d of %d bytes of metadata, but block %d of %d was expected"
              .formatted(data.piece(), data.totalSize(), expected, size));
    }
    progressed();
    keep(data.block());
    if (collected.size() < size) {
      ask();
    } else if (!receiver.accept(collected.toByteArray())) {
      throw new MalformedMessageException("sent a wrong info dictionary");
    }
  }

  private void keep(ByteBuffer block) {
    byte[] bytes = new byte[block.remaining()];
    block.get(bytes);
    collected.writeBytes(bytes);
    if (turn != null) {
      turn.received(bytes.length);
    }
  }

  @Override
  public void close() {
    if (turn != null) {
      turn.end();
    }
    super.close();
  }
}
