package org.spillway.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.spillway.dns.ScriptedExchange.Kind;
import org.spillway.dns.tsig.TsigKey;
import org.spillway.net.DaemonThreads;

/** A primary on a loopback port that does what it is asked to, until its script says otherwise. */
final class ScriptedPrimary implements AutoCloseable {
  static final TsigKey KEY = TsigKey.parse("spillway:hmac-sha256:c2VjcmV0");

  /** The way in which it handles a request. */
  @FunctionalInterface
  interface Script {
    void run(ScriptedExchange exchange) throws IOException;
  }

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ScriptedZone zone = new ScriptedZone();
  private final Thread thread = DaemonThreads.single("scripted-primary", this::run);
  private volatile Script script = ScriptedPrimary::perform;

  ScriptedPrimary() throws IOException {
    thread.start();
  }

  private static void perform(ScriptedExchange exchange) throws IOException {
    exchange.send(exchange.perform());
  }

  int port() {
    return listener.getLocalPort();
  }

  ScriptedZone zone() {
    return zone;
  }

  void follow(Script next) {
    script = next;
  }

  /** From the first request of this kind on, every request gets this answer. */
  void followFrom(Kind kind, Script next) {
    script =
        exchange -> {
          if (exchange.kind() == kind) {
            script = next;
            next.run(exchange);
          } else {
            perform(exchange);
          }
        };
  }

  void mend() {
    script = ScriptedPrimary::perform;
  }

  /** It serves one connection after the other, because the client opens no second one. */
  private void run() {
    while (!listener.isClosed()) {
      try (var socket = listener.accept()) {
        serve(socket);
      } catch (IOException e) {
        // The other side has gone, or the script has us go.
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    var out = new DataOutputStream(socket.getOutputStream());
    while (true) {
      byte[] request = new byte[in.readUnsignedShort()];
      in.readFully(request);
      script.run(new ScriptedExchange(request, zone, out));
    }
  }

  /** The client must have closed its connection before. */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
