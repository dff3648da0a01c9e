package org.spillway.webapp.download;

import java.util.ArrayList;
import java.util.List;
import org.spillway.client.DnsPolicy;
import org.spillway.client.NameServer;
import picocli.CommandLine.Option;

/** The options of {@code spillway get} that say which name servers are asked and believed. */
public final class DnsOptions {
  @Option(
      names = "--dns",
      paramLabel = "SERVER",
      description = {
        "name servers to ask when HTTP fails, in this order; default: the system's;",
        "HOST[:PORT], tcp://HOST[:PORT] or https://HOST/PATH (DNS over HTTPS)"
      })
  private List<String> dns = new ArrayList<>();

  @Option(names = "--no-dns", description = "do not ask DNS when HTTP fails")
  private boolean noDns;

  @Option(
      names = "--insecure-dns",
      description = "accept a torrent from DNS for an https URL even if it may be forged")
  private boolean insecureDns;

  /**
   * Returns what the options say.
   *
   * @throws IllegalArgumentException if they are wrong
   */
  public DnsPolicy policy() {
    if (noDns && (insecureDns || !dns.isEmpty())) {
      throw new IllegalArgumentException(
          "--no-dns cannot be combined with --dns or --insecure-dns");
    }
    var insecure = insecureDns ? DnsPolicy.Trust.ANY : DnsPolicy.Trust.AUTHENTIC;
    return DnsPolicy.DEFAULT
        .withServers(servers(dns))
        .withTrust(noDns ? DnsPolicy.Trust.NONE : insecure);
  }

  public static List<NameServer> servers(List<String> texts) {
    try {
      return texts.stream().map(NameServer::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--dns: " + e.getMessage(), e);
    }
  }
}
