package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.webapp.Server;
import org.spillway.webapp.TestSite;
import org.spillway.webapp.config.Config;

class ListenBacklogIT {
  private static final int BURST = 1000;
  private static final int CONNECT_MILLIS = 10_000;

  @TempDir private Path folder;

  /** Nothing is accepted before the server is open, so that all of the burst waits. */
  @Test
  void connect_burst_allFindAPlace() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try (var jetty = Server.bindHttp(Config.of(new TestSite(folder).values()))) {
      for (int i = 0; i < BURST; i++) {
        var client = new Socket();
        clients.add(client);
        client.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), jetty.port()), CONNECT_MILLIS);
      }
      assertThat(clients).allMatch(Socket::isConnected);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }
}
