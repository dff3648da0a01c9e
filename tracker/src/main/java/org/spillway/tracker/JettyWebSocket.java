package org.spillway.tracker;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.spillway.tracker.webtorrent.RequestReader;

/** One WebSocket in Jetty's core, which hands on frames and keeps about 3 KB for each socket. */
final class JettyWebSocket implements FrameHandler, WebSocketChannel {
  /** For a peer that does not answer the close frame. */
  private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(5);

  private final WebSocketRequests requests;
  private final InetAddress source;
  private volatile @Nullable CoreSession session;
  private volatile boolean isClosing;
  private @Nullable PeerSocket socket;

  /** The beginning of a message that came in several frames; absent as is usual. */
  private @Nullable ByteArrayOutputStream beginning;

  JettyWebSocket(WebSocketRequests requests, InetAddress source) {
    this.requests = requests;
    this.source = source;
  }

  @Override
  public void onOpen(CoreSession session, Callback callback) {
    this.session = session;
    socket = requests.open(source, this);
    callback.succeeded();
    session.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    var open = session;
    var peer = socket;
    if (open == null || peer == null) {
      throw new IllegalStateException("a frame before the socket is open");
    }
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.CONTINUATION -> text(peer, frame);
      case OpCode.BINARY -> close(UNSUPPORTED_DATA, "binary messages are not understood");
      case OpCode.PING -> pong(open, frame);
      default -> requests.heard(peer);
    }
    callback.succeeded();
    if (frame.getOpCode() != OpCode.CLOSE) {
      open.demand();
    }
  }

  private void text(PeerSocket peer, Frame frame) {
    if (isClosing) {
      return;
    }
    var before = beginning;
    int length = frame.getPayloadLength() + (before == null ? 0 : before.size());
    if (length > RequestReader.MAX_MESSAGE) {
      beginning = null;
      close(TOO_BIG, "messages have at most " + RequestReader.MAX_MESSAGE + " bytes");
    } else if (before == null && frame.isFin()) {
      requests.receive(peer, BufferUtil.toArray(frame.getPayload()));
    } else {
      collect(peer, before == null ? new ByteArrayOutputStream(length) : before, frame);
    }
  }

  private void collect(PeerSocket peer, ByteArrayOutputStream message, Frame frame) {
    message.writeBytes(BufferUtil.toArray(frame.getPayload()));
    beginning = frame.isFin() ? null : message;
    if (frame.isFin()) {
      requests.receive(peer, message.toByteArray());
    }
  }

  private void pong(CoreSession open, Frame ping) {
    if (socket != null) {
      requests.heard(socket);
    }
    var payload = ByteBuffer.wrap(BufferUtil.toArray(ping.getPayload()));
    open.sendFrame(new Frame(OpCode.PONG, payload), Callback.NOOP, false);
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    if (socket != null) {
      requests.closed(socket);
    }
    callback.succeeded();
  }

  @Override
  public void send(byte[] utf8, Runnable sent) {
    var open = session;
    if (open != null) {
      var frame = new Frame(OpCode.TEXT, ByteBuffer.wrap(utf8));
      open.sendFrame(frame, Callback.from(sent, cause -> {}), false);
    }
  }

  @Override
  public void ping() {
    var open = session;
    if (open != null) {
      open.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
    }
  }

  @Override
  public void close(int status, String reason) {
    var open = session;
    if (open == null) {
      return;
    }
    if (isClosing) {
      open.abort();
    } else {
      isClosing = true;
      open.setIdleTimeout(TIME_TO_CLOSE);
      open.close(status, reason, Callback.NOOP);
    }
  }
}
