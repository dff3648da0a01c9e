package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.testing.Patience.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spillway.catalog.TorrentKey;
import org.spillway.dns.transfer.TransferSettings;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A zone that is longer than what any buffer holds. */
@Timeout(120)
class LargeTransferIT {
  private static final int NAMES = 20_000;

  private final PublishedRecords published = TestTorrents.published();

  private DnsFallback serve(Duration idle) throws IOException {
    for (int i = 0; i < NAMES; i++) {
      var hash = RequestHash.ofPath("/" + i);
      published.publish(new TorrentKey("/" + i, hash, MEDIUM.info().swarmHashes()), MEDIUM);
    }
    return DnsFallback.start(
        DnsSettings.DEFAULT
            .withPort("127.0.0.1", 0)
            .withZones(List.of(TestTorrents.HOST))
            .withTcp(TcpSettings.DEFAULT.withIdle(idle))
            .withTransfer(TransferSettings.parse(List.of("127.0.0.1"), List.of(), List.of())),
        published);
  }

  /** Two zones and a query after them on one connection; the client reads them late. */
  @Test
  void axfr_pipelinedAndReadLate() throws IOException {
    try (var dns = serve(Duration.ofSeconds(30));
        var late = DnsClient.tcpSocket(dns.port())) {
      DnsClient.send(late, query(ORIGIN, Type.AXFR).toWire());
      DnsClient.send(late, query(ORIGIN, Type.AXFR).toWire());
      DnsClient.send(late, query(ORIGIN, Type.SOA).toWire());
      // Others are served meanwhile.
      for (int i = 0; i < 100; i++) {
        assertThat(DnsClient.tcp(dns.port(), query(ORIGIN, Type.SOA)).getRcode()).isZero();
      }
      assertThat(records(late)).isEqualTo(NAMES + 3);
      assertThat(records(late)).isEqualTo(NAMES + 3);
      assertThat(DnsClient.receive(late).getSection(Section.ANSWER)).hasSize(1);
      assertThat(dns.stats().transfers().whole()).isEqualTo(2);
    }
  }

  /** Up to the second SOA record. */
  private static int records(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    int records = 0;
    int soas = 0;
    while (soas < 2) {
      byte[] bytes = new byte[in.readUnsignedShort()];
      in.readFully(bytes);
      var answer = new Message(bytes).getSection(Section.ANSWER);
      records += answer.size();
      soas += (int) answer.stream().filter(record -> record.getType() == Type.SOA).count();
    }
    return records;
  }

  /** A client that reads nothing does not keep its connection, nor does it cost memory. */
  @Test
  void axfr_neverRead() throws IOException {
    try (var dns = serve(Duration.ofSeconds(3));
        var silent = DnsClient.tcpSocket(dns.port())) {
      DnsClient.send(silent, query(ORIGIN, Type.AXFR).toWire());
      await("the end of the connection")
          .until(() -> dns.stats().transfers().whole() > 0 && dns.stats().tcpConnections() == 0);
    }
  }
}
