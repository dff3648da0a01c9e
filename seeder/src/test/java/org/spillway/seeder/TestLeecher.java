package org.spillway.seeder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** A peer on a real socket that blocks; whatever takes too long is an IOException. */
final class TestLeecher implements AutoCloseable {
  static final PeerId ID = PeerId.of("-TT0000-abcdefghijkl".getBytes(US_ASCII));

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int WINDOW = 100;

  private boolean choked;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  TestLeecher(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  static TestLeecher connect(int port) throws IOException {
    return new TestLeecher(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * @param source one of this machine's addresses
   */
  static TestLeecher connectFrom(String source, int port) throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    return new TestLeecher(new Socket(loopback, port, InetAddress.getByName(source), 0));
  }

  /** Returns a leecher that has exchanged handshakes and is unchoked. */
  static TestLeecher unchoked(int port, InfoHash infoHash) throws IOException {
    var leecher = connect(port);
    leecher.send(new Handshake(Handshake.FAST, infoHash, PeerId.random(new SecureRandom())));
    leecher.handshake();
    leecher.awaitUnchoke();
    return leecher;
  }

  void awaitUnchoke() throws IOException {
    send(new Interested());
    while (!(next() instanceof Unchoke)) {}
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void send(Handshake handshake) throws IOException {
    var bytes = ByteBuffer.allocate(Handshake.LENGTH);
    handshake.writeTo(bytes);
    send(bytes.array());
  }

  void send(PeerMessage... messages) throws IOException {
    for (PeerMessage message : messages) {
      var bytes = ByteBuffer.allocate(message.encodedLength());
      message.writeTo(bytes);
      out.write(bytes.array());
    }
    out.flush();
  }

  Handshake handshake() throws IOException {
    return Handshake.read(ByteBuffer.wrap(in.readNBytes(Handshake.LENGTH)));
  }

  /**
   * @throws java.io.EOFException if the seeder closed the connection
   */
  PeerMessage next() throws IOException {
    byte[] body = new byte[in.readInt()];
    in.readFully(body);
    return PeerMessage.read(ByteBuffer.wrap(body));
  }

  void shutDownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Whether the seeder closes the connection, whatever it says before. */
  boolean isClosedBySeeder() throws IOException {
    try {
      while (in.read() >= 0) {}
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  static List<Request> requests(InfoDictionary info) {
    List<Request> requests = new ArrayList<>();
    for (int piece = 0; piece < info.pieceCount(); piece++) {
      int size = info.pieceSize(piece);
      for (int begin = 0; begin < size; begin += Request.BLOCK_LENGTH) {
        requests.add(new Request(piece, begin, Math.min(Request.BLOCK_LENGTH, size - begin)));
      }
    }
    return requests;
  }

  /** The whole file, with many requests under way. Those that a choke ends are sent again. */
  byte[] download(InfoDictionary info) throws IOException {
    byte[] file = new byte[(int) info.length()];
    Deque<Request> requests = new ArrayDeque<>(requests(info));
    Set<Request> underway = new LinkedHashSet<>();
    request(requests, underway);
    while (!underway.isEmpty() || !requests.isEmpty()) {
      var message = next();
      if (message instanceof Piece piece) {
        piece.block().get(file, offset(info, piece), piece.block().remaining());
        underway.remove(new Request(piece.piece(), piece.begin(), lengthOf(info, piece)));
      } else if (message instanceof RejectRequest reject) {
        var request = new Request(reject.piece(), reject.begin(), reject.length());
        if (underway.remove(request)) {
          requests.addFirst(request);
        }
      }
      choked = message instanceof Choke || (choked && !(message instanceof Unchoke));
      request(requests, underway);
    }
    return file;
  }

  private static int lengthOf(InfoDictionary info, Piece piece) {
    return Math.min(Request.BLOCK_LENGTH, info.pieceSize(piece.piece()) - piece.begin());
  }

  private void request(Deque<Request> requests, Set<Request> underway) throws IOException {
    while (!choked && underway.size() < WINDOW && !requests.isEmpty()) {
      var next = requests.remove();
      underway.add(next);
      send(next);
    }
  }

  /** The next one, other messages passed over. */
  Piece piece() throws IOException {
    while (true) {
      if (next() instanceof Piece piece) {
        return piece;
      }
    }
  }

  static int offset(InfoDictionary info, Piece piece) {
    return piece.piece() * info.pieceLength() + piece.begin();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
