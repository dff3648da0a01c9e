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

/** One WebSocket in Jetty's core, which passes on frames and keeps about 3 KB for each socket. */
final class JettyWebSocket implements FrameHandler, WebSocketChannel {
  /** The time to wait for a peer that does not answer the close frame. */
  private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(5);

  private final WebSocketRequests requests;
  private final InetAddress source;
  private volatile @Nullable CoreSession session;
  private volatile boolean isClosing;
  private @Nullable PeerSocket socket;

  /** The beginning of a message that came in several frames; usually absent. */
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
      throw new IllegalStateException("a frame arrived before the socket was open");
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
    if (lengthWith(frame) > RequestReader.MAX_MESSAGE) {
      close(TOO_BIG, "messages have at most " + RequestReader.MAX_MESSAGE + " bytes");
    } else if (frame.isFin()) {
      requests.receive(peer, whole(frame));
    } else if (!begin(frame)) {
      close(TRY_AGAIN_LATER, "too many messages are not whole yet, try later");
    }
  }

  private synchronized int lengthWith(Frame frame) {
    return frame.getPayloadLength() + (beginning == null ? 0 : beginning.size());
  }

  /**
   * Keeps the beginning of a message; returns false if there is no room for it. Another thread may
   * close the socket meanwhile.
   */
  private synchronized boolean begin(Frame frame) {
    if (isClosing) {
      return true;
    }
    if (!requests.unfinished().keep(frame.getPayloadLength())) {
      return false;
    }
    var before = beginning == null ? new ByteArrayOutputStream(lengthWith(frame)) : beginning;
    before.writeBytes(BufferUtil.toArray(frame.getPayload()));
    beginning = before;
    return true;
  }

  private synchronized byte[] whole(Frame last) {
    byte[] end = BufferUtil.toArray(last.getPayload());
    var before = beginning;
    if (before == null) {
      return end;
    }
    forget();
    before.writeBytes(end);
    return before.toByteArray();
  }

  private synchronized void forget() {
    if (beginning != null) {
      requests.unfinished().drop(beginning.size());
      beginning = null;
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
    forget();
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
