package org.spillway.tracker;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.spillway.tracker.webtorrent.RequestReader;

/**
 * One WebSocket in a servlet container. The class is public because containers accept only public
 * endpoints.
 */
public final class JakartaWebSocket extends Endpoint implements WebSocketChannel {
  private static final System.Logger log = System.getLogger(JakartaWebSocket.class.getName());

  /**
   * The property that tells Tomcat how long to wait to write a ping or a close frame, in ms; other
   * containers ignore it.
   */
  private static final String TOMCAT_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

  private static final long TIMEOUT = 1_000;

  private final WebSocketRequests requests;
  private final InetAddress source;
  private final StringBuilder message = new StringBuilder(0);
  private volatile @Nullable Session session;
  private volatile boolean isClosing;
  private volatile @Nullable PeerSocket socket;

  JakartaWebSocket(WebSocketRequests requests, InetAddress source) {
    this.requests = requests;
    this.source = source;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    this.session = session;
    // The tracker closes silent sockets itself.
    session.setMaxIdleTimeout(0);
    session.getUserProperties().put(TOMCAT_TIMEOUT, TIMEOUT);
    var peer = requests.open(source, this);
    socket = peer;
    session.addMessageHandler(
        String.class, (MessageHandler.Partial<String>) (part, isLast) -> text(peer, part, isLast));
    session.addMessageHandler(
        ByteBuffer.class,
        (MessageHandler.Partial<ByteBuffer>)
            (part, isLast) -> close(UNSUPPORTED_DATA, "binary messages are not understood"));
    session.addMessageHandler(
        PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> requests.heard(peer));
  }

  private void text(PeerSocket peer, String part, boolean isLast) {
    if (isClosing) {
      return;
    }
    if (message.length() + part.length() > RequestReader.MAX_MESSAGE) {
      close(TOO_BIG, "messages have at most " + RequestReader.MAX_MESSAGE + " bytes");
    } else if (isLast) {
      requests.receive(peer, whole(part).getBytes(UTF_8));
    } else if (!begin(part)) {
      close(TRY_AGAIN_LATER, "too many messages are not whole yet, try later");
    }
  }

  /**
   * Keeps the beginning of a message; returns false if there is no room for it. Another thread may
   * close the socket meanwhile.
   */
  private synchronized boolean begin(String part) {
    if (isClosing) {
      return true;
    }
    boolean hasRoom = requests.unfinished().keep(part.length());
    message.append(hasRoom ? part : "");
    return hasRoom;
  }

  private synchronized String whole(String last) {
    String whole = message + last;
    forget();
    return whole;
  }

  private synchronized void forget() {
    requests.unfinished().drop(message.length());
    message.setLength(0);
    message.trimToSize();
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    closed();
  }

  @Override
  public void onError(Session session, Throwable cause) {
    log.log(DEBUG, "a WebSocket broke", cause);
    closed();
  }

  private void closed() {
    forget();
    var peer = socket;
    if (peer != null) {
      requests.closed(peer);
    }
  }

  @Override
  public void send(byte[] utf8, Runnable sent) {
    var open = session;
    if (open == null) {
      return;
    }
    try {
      open.getAsyncRemote()
          .sendText(
              new String(utf8, UTF_8),
              result -> {
                if (result.isOK()) {
                  sent.run();
                }
              });
    } catch (IllegalStateException e) {
      log.log(DEBUG, "a WebSocket was closed meanwhile", e);
    }
  }

  @Override
  public void ping() {
    var open = session;
    if (open != null) {
      try {
        open.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
      } catch (IOException | IllegalStateException e) {
        log.log(DEBUG, "a WebSocket could not be pinged", e);
      }
    }
  }

  @Override
  public void close(int status, String reason) {
    var open = session;
    isClosing = true;
    if (open != null) {
      try {
        open.close(new CloseReason(CloseCodes.getCloseCode(status), reason));
      } catch (IOException | IllegalStateException e) {
        log.log(DEBUG, "a WebSocket was closed meanwhile", e);
      }
    }
  }
}
