package org.spillway.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HashReject;
import org.spillway.torrent.peer.HashRequest;
import org.spillway.torrent.peer.Hashes;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.MetadataMessage;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** A peer on a loopback port that serves a file from memory, or does something worse. */
final class SeedFixture implements AutoCloseable {
  private static final int METADATA_ID = 7;

  private final Content content;
  private final Mode mode;
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService executor = Executors.newCachedThreadPool(new DaemonThreads("seed"));
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger blocks = new AtomicInteger();
  private final CountDownLatch connected = new CountDownLatch(1);

  enum Mode {
    GOOD,
    /** Without the fast extension, its pieces in a bitfield. */
    PLAIN,
    /** Chokes after each 20 blocks and forgets what was asked, then goes on. */
    CHOKING,
    /** With the fast extension; rejects every second piece. */
    REJECTING,
    /** One bit wrong in each block. */
    CORRUPT,
    /** Shakes hands, unchokes, never sends a block. */
    SILENT,
    /** Accepts, and never says a word. */
    MUTE,
    RANDOM_BYTES,
    /** Names a message of 2 GiB. */
    TOO_LONG,
    /** Closes each connection after a few blocks. */
    BREAKING,
    /** Hands out metadata and hashes that are wrong. */
    LYING
  }

  SeedFixture(Content content, Mode mode) throws IOException {
    this.content = content;
    this.mode = mode;
    executor.execute(this::accept);
  }

  String hostAndPort() {
    return address().toString();
  }

  PeerAddress address() {
    return new PeerAddress(server.getInetAddress(), server.getLocalPort());
  }

  /** How often somebody connected. */
  int connections() {
    return connections.get();
  }

  /** How many blocks were asked for. */
  int blocks() {
    return blocks.get();
  }

  /** Becomes zero when somebody connects. */
  CountDownLatch connected() {
    return connected;
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        connected.countDown();
        executor.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      switch (mode) {
        case RANDOM_BYTES -> {
          byte[] noise = new byte[10_000];
          new Random(3).nextBytes(noise);
          socket.getOutputStream().write(noise);
          drain(socket);
        }
        case MUTE -> drain(socket);
        default -> new Session(socket).run();
      }
    } catch (IOException e) {
      // The other side has gone.
    }
  }

  private static void drain(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // Until the other side gives up.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    Threads.end(executor);
  }

  private final class Session {
    private final Socket socket;
    private final DataInputStream in;
    private int metadataId;
    private int served;

    Session(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(socket.getInputStream());
    }

    void run() throws IOException {
      byte[] first = new byte[Handshake.LENGTH];
      in.readFully(first);
      var theirs = Handshake.read(ByteBuffer.wrap(first));
      boolean fast = theirs.hasFast() && mode != Mode.PLAIN && mode != Mode.CHOKING;
      var out = ByteBuffer.allocate(Handshake.LENGTH);
      long reserved = Handshake.EXTENSIONS | (fast ? Handshake.FAST : 0);
      new Handshake(reserved, theirs.infoHash(), PeerId.random(new Random(server.getLocalPort())))
          .writeTo(out);
      socket.getOutputStream().write(out.array());
      if (mode == Mode.TOO_LONG) {
        socket.getOutputStream().write(new byte[] {0x7f, -1, -1, -1, 7});
        drain(socket);
      }
      send(fast ? new HaveAll() : Bitfield.complete(content.metainfo().info().pieceCount()));
      send(new Unchoke());
      while (true) {
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        answer(PeerMessage.read(ByteBuffer.wrap(body)));
      }
    }

    private void send(PeerMessage message) throws IOException {
      var out = ByteBuffer.allocate(message.encodedLength());
      message.writeTo(out);
      socket.getOutputStream().write(out.array());
    }

    private void answer(PeerMessage message) throws IOException {
      if (message instanceof Request request && mode != Mode.SILENT) {
        blocks.incrementAndGet();
        answer(request);
      } else if (message instanceof Extended extended) {
        answer(extended);
      } else if (message instanceof HashRequest request) {
        answer(request);
      }
    }

    private void answer(Request request) throws IOException {
      if (mode == Mode.REJECTING && request.piece() % 2 == 1) {
        send(new RejectRequest(request.piece(), request.begin(), request.length()));
        return;
      }
      if (mode == Mode.BREAKING && ++served > 10) {
        socket.close();
        return;
      }
      if (mode == Mode.CHOKING && ++served % 20 == 0) {
        send(new Choke());
        send(new Unchoke());
        return;
      }
      int start = request.piece() * Content.PIECE + request.begin();
      byte[] block = content.slice(start, request.length());
      if (mode == Mode.CORRUPT) {
        block[block.length / 2] ^= 1;
      }
      send(new Piece(request.piece(), request.begin(), ByteBuffer.wrap(block)));
    }

    private void answer(Extended message) throws IOException {
      byte[] info = content.metainfo().info().toBytes();
      if (mode == Mode.LYING) {
        info[info.length - 2] ^= 1;
      }
      if (message.id() == Extended.HANDSHAKE) {
        metadataId =
            ExtendedHandshake.read(message.payload()).idOf(MetadataMessage.EXTENSION).orElse(0);
        var extensions = Map.of(MetadataMessage.EXTENSION, METADATA_ID);
        send(new ExtendedHandshake(extensions, info.length, "", 0, 0).toMessage());
        return;
      }
      var request = MetadataMessage.read(message.payload()).orElseThrow();
      int start = request.piece() * MetadataMessage.BLOCK;
      var block =
          ByteBuffer.wrap(info, start, Math.min(MetadataMessage.BLOCK, info.length - start));
      send(new MetadataMessage.Data(request.piece(), info.length, block).toMessage(metadataId));
    }

    private void answer(HashRequest request) throws IOException {
      var range = request.range();
      var root = content.metainfo().info().files().get(0).piecesRoot().orElseThrow();
      var hashes =
          content
              .metainfo()
              .pieceLayer(root)
              .flatMap(
                  layer ->
                      layer
                          .tree()
                          .hashes(
                              range.baseLayer(),
                              range.index(),
                              range.length(),
                              range.proofLayers()));
      if (hashes.isEmpty()) {
        send(new HashReject(range));
        return;
      }
      byte[] bytes = hashes.get();
      if (mode == Mode.LYING) {
        bytes[0] ^= 1;
      }
      send(new Hashes(range, ByteBuffer.wrap(bytes)));
    }
  }
}
