package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.spillway.dns.DnsFallback;
import org.spillway.dns.DnsSettings;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimitSettings;
import org.spillway.dns.transfer.TransferSettings;

/**
 * Our name server with a given number of names in files. It has the default settings except for the
 * rate limit: loopback addresses are not exempt, so that the limit works, and the rate is never
 * reached, so that every query is answered. Clients on loopback may transfer the whole zone.
 */
final class DnsServer {
  private static final int RATE = 10_000_000;
  private static final long BYTES = 10_000_000_000L;

  private DnsServer() {}

  /**
   * Starts the server.
   *
   * @param arguments the folder for its state, the zone, and the number of names; with 0, the
   *     server answers with the records in the folder
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    var zone = DnsZone.valueOf(arguments[1]);
    var published = DnsTorrents.open(folder.resolve("dns"));
    int names = Integer.parseInt(arguments[2]);
    if (names > 0) {
      DnsTorrents.publish(published, zone, names);
      published.settled();
    }
    try (var dns = DnsFallback.start(settings(folder, zone), published)) {
      System.out.println("{\"event\":\"started\",\"dns\":" + dns.port() + '}');
      Thread.currentThread().join();
    }
  }

  static DnsSettings settings(Path folder, DnsZone zone) {
    var limit = RateLimitSettings.DEFAULT.withExempt(List.of()).withRate(RATE).withBytes(BYTES);
    var keys = DnssecSettings.of(folder.resolve("dnssec"));
    return DnsSettings.DEFAULT
        .withPort("127.0.0.1", 0)
        .withZones(List.of(DnsTorrents.HOST))
        .withGuard(GuardSettings.DEFAULT.withRateLimit(limit))
        .withTransfer(TransferSettings.parse(List.of("127.0.0.1"), List.of(), List.of()))
        .withDnssec(zone == DnsZone.SIGNED ? keys : DnssecSettings.OFF);
  }
}
