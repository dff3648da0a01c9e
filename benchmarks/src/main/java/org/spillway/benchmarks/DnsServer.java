package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.spillway.dns.DnsFallback;
import org.spillway.dns.DnsSettings;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimitSettings;

/**
 * Our name server with so many names in files, as its settings are from the start, but for the rate
 * limit: loopback addresses are not exempt, so that it does its work, and the rate is never
 * reached, so that all are answered.
 */
final class DnsServer {
  private static final int RATE = 10_000_000;

  private DnsServer() {}

  /** Arguments: the folder for the records, and how many names. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var published = DnsTorrents.open(Path.of(arguments[0]));
    DnsTorrents.publish(published, Integer.parseInt(arguments[1]));
    var limit = RateLimitSettings.DEFAULT.withExempt(List.of()).withRate(RATE);
    var settings =
        DnsSettings.DEFAULT
            .withPort("127.0.0.1", 0)
            .withZones(List.of(DnsTorrents.HOST))
            .withGuard(GuardSettings.DEFAULT.withRateLimit(limit));
    try (var dns = DnsFallback.start(settings, published)) {
      System.out.println("{\"event\":\"started\",\"dns\":" + dns.port() + '}');
      Thread.currentThread().join();
    }
  }
}
