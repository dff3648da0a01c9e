package org.spillway.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.spillway.torrent.peer.AllowedFast;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.Cancel;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Have;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.HaveNone;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/**
 * Downloads pieces from one peer, by BEP 3 with the fast extension (BEP 6). For use by one thread.
 */
final class PieceDownload {
  /**
   * The number of blocks asked for in advance: as many as peers queue if they name no other number
   * (reqq of BEP 10). Some peers answer only twice a second, so fewer would slow them down.
   */
  private static final int PIPELINE = 250;

  /** The time between two looks for work that others have left, while the peer is silent. */
  private static final int TICK_MILLIS = 250;

  /** The number of read timeouts for which a peer may keep us choked or have nothing new. */
  private static final int IDLE_TIMEOUTS = 3;

  private final PiecePicker board;
  private final PeerLink link;
  private final LongSupplier nanoTime;
  private final long patience;
  private final BitSet has = new BitSet();
  private final BitSet allowedFast = new BitSet();
  private final Map<Integer, PieceAssembly> assemblies = new LinkedHashMap<>();
  private boolean choked = true;
  private int outstanding;
  private long lastUseful;

  PieceDownload(PiecePicker board, PeerLink link, ClientSettings settings) {
    this.board = board;
    this.link = link;
    this.nanoTime = link.nanoTime();
    this.patience = settings.readTimeout().toNanos();
    this.lastUseful = nanoTime.getAsLong();
  }

  /** Downloads until the picker is closed, or until the peer gives up or is given up. */
  void run() throws IOException, InterruptedException {
    try {
      greet();
      while (board.isOpen()) {
        dropSettled();
        request();
        var message = link.receive(TICK_MILLIS);
        if (message.isPresent()) {
          handle(message.get());
        }
        checkPatience();
      }
    } finally {
      assemblies.keySet().forEach(board::release);
    }
  }

  private void greet() throws IOException {
    if (link.isFast()) {
      link.send(new HaveNone(), new Interested());
    } else {
      link.send(new Interested());
    }
  }

  private void handle(PeerMessage message) throws IOException, InterruptedException {
    if (message instanceof Piece block) {
      block(block);
    } else if (message instanceof Choke) {
      choke();
    } else if (message instanceof Unchoke) {
      choked = false;
    } else if (message instanceof RejectRequest reject) {
      reject(reject);
    } else if (message instanceof Request request) {
      refuse(request);
    } else if (message instanceof AllowedFast allowed) {
      allowedFast.set(index(allowed.piece()));
    } else {
      availability(message);
    }
  }

  private void availability(PeerMessage message) throws MalformedMessageException {
    if (message instanceof Have have) {
      has.set(index(have.piece()));
    } else if (message instanceof HaveAll) {
      has.set(0, board.info().pieceCount());
    } else if (message instanceof Bitfield bitfield) {
      if (!bitfield.isValidFor(board.info().pieceCount())) {
        throw new MalformedMessageException(
            "%s, but the torrent has %d pieces".formatted(bitfield, board.info().pieceCount()));
      }
      has.or(bitfield.toBitSet());
    }
  }

  private int index(int piece) throws MalformedMessageException {
    if (piece >= board.info().pieceCount()) {
      throw new MalformedMessageException(
          "piece %d of %d".formatted(piece, board.info().pieceCount()));
    }
    return piece;
  }

  private void block(Piece message) throws IOException, InterruptedException {
    var assembly = assemblies.get(message.piece());
    if (assembly == null || !assembly.add(message.begin(), message.block())) {
      // Crossed a cancel or a choke on its way.
      return;
    }
    outstanding--;
    lastUseful = nanoTime.getAsLong();
    board.touch();
    if (assembly.isComplete()) {
      finish(message.piece(), assembly);
    }
  }

  private void finish(int piece, PieceAssembly assembly) throws IOException, InterruptedException {
    if (!board.handIn(piece, assembly.bytes(), Source.PEER)) {
      throw new WrongContentException("piece " + piece);
    }
    link.markUseful();
    assemblies.remove(piece);
    board.release(piece);
  }

  /**
   * Handles a choke. With the fast extension the peer rejects each request by itself, without the
   * extension it drops them silently.
   */
  private void choke() {
    choked = true;
    if (!link.isFast()) {
      assemblies.values().forEach(PieceAssembly::forgetRequests);
      outstanding = 0;
    }
  }

  /** Handles a reject: the peer is not asked for that piece again. */
  private void reject(RejectRequest reject) {
    var assembly = assemblies.remove(reject.piece());
    if (assembly == null) {
      return;
    }
    outstanding -= assembly.outstanding().size();
    board.release(reject.piece());
    allowedFast.clear(reject.piece());
    if (!choked) {
      has.clear(reject.piece());
    }
  }

  /**
   * Rejects a request, because nothing is uploaded, which the fast extension wants to be said (BEP
   * 6).
   */
  private void refuse(Request request) throws IOException {
    if (link.isFast()) {
      link.send(new RejectRequest(request.piece(), request.begin(), request.length()));
    }
  }

  /** Drops the pieces that another source has completed. */
  private void dropSettled() throws IOException {
    List<PeerMessage> cancels = new ArrayList<>();
    for (int piece : List.copyOf(assemblies.keySet())) {
      if (!board.isMissing(piece)) {
        var assembly = assemblies.remove(piece);
        for (Request request : assembly == null ? List.<Request>of() : assembly.outstanding()) {
          cancels.add(new Cancel(request.piece(), request.begin(), request.length()));
        }
        board.release(piece);
      }
    }
    outstanding -= cancels.size();
    if (!cancels.isEmpty()) {
      link.send(cancels);
    }
  }

  private void request() throws IOException {
    if (outstanding > PIPELINE / 2) {
      return;
    }
    List<PeerMessage> requests = new ArrayList<>();
    while (outstanding + requests.size() < PIPELINE) {
      var next = nextRequest();
      if (next.isEmpty()) {
        break;
      }
      requests.add(next.get());
    }
    if (!requests.isEmpty()) {
      if (outstanding == 0) {
        lastUseful = nanoTime.getAsLong();
      }
      outstanding += requests.size();
      link.send(requests);
    }
  }

  private Optional<Request> nextRequest() {
    for (var entry : assemblies.entrySet()) {
      if (mayRequest(entry.getKey())) {
        var next = entry.getValue().next();
        if (next.isPresent()) {
          return next;
        }
      }
    }
    return takePiece().flatMap(PieceAssembly::next);
  }

  private boolean mayRequest(int piece) {
    return !choked || allowedFast.get(piece);
  }

  private Optional<PieceAssembly> takePiece() {
    var available = (BitSet) has.clone();
    if (choked) {
      available.and(allowedFast);
    }
    var piece = board.take(available, assemblies.keySet());
    if (piece.isEmpty()) {
      return Optional.empty();
    }
    var assembly = new PieceAssembly(piece.getAsInt(), board.info().pieceSize(piece.getAsInt()));
    assemblies.put(piece.getAsInt(), assembly);
    return Optional.of(assembly);
  }

  private void checkPatience() throws SocketTimeoutException {
    long allowed = outstanding > 0 ? patience : patience * IDLE_TIMEOUTS;
    if (nanoTime.getAsLong() - lastUseful > allowed) {
      throw new SocketTimeoutException(outstanding > 0 ? "no block" : "idle");
    }
  }
}
