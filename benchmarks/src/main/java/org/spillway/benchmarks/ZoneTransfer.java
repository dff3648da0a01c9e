package org.spillway.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/** Transfers the zone to the servers that ours is compared with. */
final class ZoneTransfer {
  private static final Duration WAIT = Duration.ofMillis(200);

  /** The number of attempts, which is enough for 20,000 signatures on a busy machine. */
  private static final int TRIES = 600;

  private static final String NOT_READY = "SERVFAIL";

  private ZoneTransfer() {}

  /**
   * Returns every record as a line of a zone file, once all of them are signed if they are to be.
   */
  static List<String> lines(ServerProcess server) throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      var lines = lines(server.port("dns"));
      if (lines.isPresent()) {
        return lines.get();
      }
      server.run(WAIT);
    }
    throw new IOException(DnsTorrents.ZONE + " is not signed");
  }

  /** Returns the records as lines; the result is empty while they are being signed. */
  static Optional<List<String>> lines(int port) throws IOException {
    var zone = Name.fromString(DnsTorrents.ZONE + '.');
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    var transfer = ZoneTransferIn.newAXFR(zone, host, port, null);
    try {
      transfer.run();
    } catch (ZoneTransferException e) {
      if (NOT_READY.equals(e.getMessage())) {
        return Optional.empty();
      }
      throw new IOException("no transfer of " + zone, e);
    }
    var records = transfer.getAXFR();
    // The last record repeats the first one.
    return Optional.of(records.stream().limit(records.size() - 1).map(Record::toString).toList());
  }
}
