package org.spillway.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.PeerMessage;

/** A blocking connection to a peer. One thread talks; any thread may close. */
final class PeerLink implements Closeable {
  private static final int FIRST_BUFFER = 64 * 1024;

  private final PeerAddress address;
  private final ClientSettings settings;
  private final LongSupplier nanoTime;
  private final Socket socket = new Socket();
  private ByteBuffer in = ByteBuffer.allocate(FIRST_BUFFER).flip();
  private boolean fast;
  private boolean useful;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  PeerLink(PeerAddress address, ClientSettings settings, LongSupplier nanoTime) {
    this.address = address;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /** Returns the clock by which everybody waits for this peer. */
  LongSupplier nanoTime() {
    return nanoTime;
  }

  PeerAddress address() {
    return address;
  }

  void connect() throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(address.toSocketAddress(), settings.connectMillis());
  }

  /**
   * Exchanges handshakes.
   *
   * @throws IOException if the peer has another torrent or another protocol, or is silent
   */
  void shakeHands(Handshake ours) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(Handshake.LENGTH);
    ours.writeTo(out);
    socket.getOutputStream().write(out.array());
    var deadline = Deadline.after(settings.readTimeout(), nanoTime);
    while (in.remaining() < Handshake.LENGTH) {
      if (!fill(deadline)) {
        throw new SocketTimeoutException("no handshake");
      }
    }
    Handshake theirs = Handshake.read(in);
    if (!theirs.infoHash().equals(ours.infoHash())) {
      throw new MalformedMessageException(
          "sent a handshake for another infohash: " + theirs.infoHash());
    }
    fast = theirs.hasFast() && ours.hasFast();
  }

  /** Returns whether both sides know the fast extension (BEP 6). */
  boolean isFast() {
    return fast;
  }

  /** Notes that the peer sent something useful. */
  void markUseful() {
    useful = true;
  }

  boolean isUseful() {
    return useful;
  }

  void send(PeerMessage... messages) throws IOException {
    send(Arrays.asList(messages));
  }

  /** Sends the messages in one write. */
  void send(Iterable<? extends PeerMessage> messages) throws IOException {
    int length = 0;
    for (PeerMessage message : messages) {
      length += message.encodedLength();
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    messages.forEach(message -> message.writeTo(out));
    socket.getOutputStream().write(out.array());
  }

  /**
   * @return the next message, which shares this link's buffer until the next call; absent if none
   *     is complete after {@code millis}
   */
  Optional<PeerMessage> receive(long millis) throws IOException {
    var deadline = Deadline.after(Duration.ofMillis(millis), nanoTime);
    while (!hasMessage()) {
      if (!fill(deadline)) {
        return Optional.empty();
      }
    }
    int length = in.getInt();
    ByteBuffer body = in.slice(in.position(), length);
    in.position(in.position() + length);
    return Optional.of(PeerMessage.read(body));
  }

  private boolean hasMessage() throws MalformedMessageException {
    if (in.remaining() < Integer.BYTES) {
      return false;
    }
    int length = in.getInt(in.position());
    if (length < 0 || length > PeerMessage.MAX_LENGTH) {
      throw new MalformedMessageException(
          "sent a message of %s bytes, but at most %d are allowed"
              .formatted(Integer.toUnsignedString(length), PeerMessage.MAX_LENGTH));
    }
    makeRoom(Integer.BYTES + length);
    return in.remaining() >= Integer.BYTES + length;
  }

  private void makeRoom(int needed) {
    if (in.capacity() < needed) {
      in = ByteBuffer.allocate(needed).put(in).flip();
    }
  }

  /** Reads the bytes that have arrived. Returns false if none arrived before the deadline. */
  private boolean fill(Deadline deadline) throws IOException {
    long millis = deadline.leftMillis();
    in.compact();
    try {
      socket.setSoTimeout((int) Math.max(1, millis));
      InputStream stream = socket.getInputStream();
      int read = stream.read(in.array(), in.position(), in.remaining());
      if (read < 0) {
        throw new EOFException();
      }
      in.position(in.position() + read);
      return millis > 0 || read > 0;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      in.flip();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
