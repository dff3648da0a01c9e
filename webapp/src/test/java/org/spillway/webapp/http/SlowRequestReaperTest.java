package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

class SlowRequestReaperTest {

  /**
   * Jetty's class is internal. When an update of Jetty replaces it, clients that send a head byte
   * by byte would no longer be cut off, and nothing else would show it as clearly.
   */
  @Test
  void parser_ofJettysOwnConnection() {
    var connector = new ServerConnector(new Server());
    var connection = new HttpConnectionFactory().newConnection(connector, new ByteArrayEndPoint());
    assertThat(SlowRequestReaper.parser(connection)).isNotNull();
  }
}
