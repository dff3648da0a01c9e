package org.spillway.swarm.peer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.pex.PeerExchange;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.PexMessage;

/**
 * Names the other peers of a torrent to one peer, and takes those that it names (BEP 11). Used on
 * the connection's event loop only.
 */
final class NamedPeers {
  private final PeerContext peer;
  private final SharedTorrent torrent;
  private final PeerExchange exchange;

  /** The peer as others are told of it; null as long as nobody knows where it can be reached. */
  private @Nullable PeerAddress listed;

  NamedPeers(PeerContext peer, SharedTorrent torrent) {
    this.peer = peer;
    this.torrent = torrent;
    this.exchange = new PeerExchange(torrent.connected(), peer.address(), peer.engine().nanoTime());
  }

  /**
   * Looks after the exchange; called twice a second.
   *
   * @param port the port at which the peer says that it accepts connections; 0 if it does not
   * @param id the id that the peer wants our messages to have; 0 if it wants none
   * @param isSeed whether the peer needs nothing
   */
  void tick(int port, int id, boolean isSeed) {
    if (listed == null) {
      list(port, isSeed);
    }
    if (id != 0) {
      exchange
          .next(Optional.ofNullable(listed))
          .ifPresent(message -> peer.writer().send(message.toMessage(id)));
    }
  }

  private void list(int port, boolean isSeed) {
    var dialled = peer.dialled();
    if (dialled != null || port != 0) {
      listed = dialled == null ? new PeerAddress(peer.address(), port) : dialled;
      int reachable = dialled == null ? 0 : PexMessage.Added.REACHABLE;
      int uploadOnly = isSeed ? PexMessage.Added.UPLOAD_ONLY : 0;
      torrent.connected().add(new PexMessage.Added(listed, reachable | uploadOnly));
    }
  }

  /** Takes a message of the peer. */
  void received(Extended message) throws MalformedMessageException {
    var named = exchange.received(PexMessage.read(message.payload()));
    if (!named.isEmpty()) {
      torrent.named(named.stream().map(PexMessage.Added::address).toList());
    }
  }

  void close() {
    if (listed != null) {
      torrent.connected().remove(listed);
    }
  }
}
