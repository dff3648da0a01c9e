package org.spillway.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.MetadataMessage;

/** Asks peers for the info dictionary of a magnet link (BEP 9); the first right one counts. */
final class MetadataTask implements PeerTask {
  /** The length of the longest info dictionary that is accepted, in bytes. */
  private static final int MAX_SIZE = Downloader.MAX_TORRENT;

  /** The id that peers are told to give the extension's messages. */
  private static final int ID = 1;

  private final MagnetLink magnet;
  private final ClientSettings settings;
  private final CompletableFuture<InfoDictionary> found;

  MetadataTask(
      MagnetLink magnet, ClientSettings settings, CompletableFuture<InfoDictionary> found) {
    this.magnet = magnet;
    this.settings = settings;
    this.found = found;
  }

  @Override
  public long reserved() {
    return Handshake.FAST
        | Handshake.EXTENSIONS
        | (magnet.infoHash().isPresent() ? 0 : Handshake.V2);
  }

  @Override
  public void run(PeerLink link) throws IOException {
    var extensions = Map.of(MetadataMessage.EXTENSION, ID);
    link.send(new ExtendedHandshake(extensions, 0, "Spillway", 0, 0).toMessage());
    var theirs = ExtendedHandshake.read(next(link, Extended.HANDSHAKE).payload());
    int id =
        theirs
            .idOf(MetadataMessage.EXTENSION)
            .orElseThrow(() -> new IOException("does not send metadata"));
    int size = theirs.metadataSize();
    if (size < 1 || size > MAX_SIZE) {
      throw new IOException(
          "announces metadata of %d bytes, but 1 to %d are allowed".formatted(size, MAX_SIZE));
    }
    accept(fetch(link, id, size));
  }

  private byte[] fetch(PeerLink link, int id, int size) throws IOException {
    byte[] metadata = new byte[size];
    for (int piece = 0; piece * MetadataMessage.BLOCK < size && !found.isDone(); piece++) {
      link.send(new MetadataMessage.Request(piece).toMessage(id));
      ByteBuffer block = block(link, piece, size);
      block.get(metadata, piece * MetadataMessage.BLOCK, block.remaining());
    }
    return metadata;
  }

  private ByteBuffer block(PeerLink link, int piece, int size) throws IOException {
    Optional<MetadataMessage> answer = MetadataMessage.read(next(link, ID).payload());
    if (answer.isPresent() && answer.get() instanceof MetadataMessage.Data data) {
      if (data.piece() != piece || data.totalSize() != size) {
        throw new MalformedMessageException(
            "sent block %d of %d bytes of metadata, but block %d of %d was expected"
                .formatted(data.piece(), data.totalSize(), piece, size));
      }
      return data.block();
    }
    throw new IOException("refuses to send metadata block " + piece);
  }

  /** Returns the next message of an extension, and skips all others. */
  private Extended next(PeerLink link, int id) throws IOException {
    var deadline = Deadline.after(settings.readTimeout(), link.nanoTime());
    while (!deadline.isOver()) {
      var message = link.receive(settings.readMillis());
      if (message.isPresent()
          && message.get() instanceof Extended extended
          && extended.id() == id) {
        return extended;
      }
    }
    throw new SocketTimeoutException("no metadata");
  }

  private void accept(byte[] metadata) throws IOException {
    if (found.isDone()) {
      return;
    }
    try {
      var info = InfoDictionary.parse(metadata);
      if (magnet.names(info)) {
        found.complete(info);
        return;
      }
    } catch (MalformedMetainfoException e) {
      throw new WrongContentException("info dictionary: " + e.getMessage());
    }
    throw new WrongContentException("info dictionary");
  }
}
