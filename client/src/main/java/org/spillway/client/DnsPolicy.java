package org.spillway.client;

import java.util.List;
import org.spillway.client.signature.WebPki;

/**
 * Who is asked in DNS, and how far the answers are believed.
 *
 * @param servers asked in this order, each for as long as the read timeout allows, 15 s at most;
 *     empty for the system's resolvers
 * @param trust which answers count
 * @param trustAnchors DS or DNSKEY records as they stand in a zone file, which validation begins
 *     with
 * @param webPki who vouches for the certificates of signed torrents
 */
public record DnsPolicy(
    List<DnsServer> servers, Trust trust, List<String> trustAnchors, WebPki webPki) {
  /** Which answers of DNS count. */
  public enum Trust {
    /** About an https URL only those that nobody on the way can have forged, else all. */
    AUTHENTIC,
    /** All. */
    ANY,
    /** None: nobody is asked. */
    NONE
  }

  /** The keys of the root zone (IANA), of 2017 and 2024. */
  private static final List<String> ROOT =
      List.of(
          ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
          ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16");

  public static final DnsPolicy DEFAULT =
      new DnsPolicy(List.of(), Trust.AUTHENTIC, ROOT, WebPki.OF_SYSTEM);

  public DnsPolicy {
    servers = List.copyOf(servers);
    trustAnchors = List.copyOf(trustAnchors);
  }

  public DnsPolicy withServers(List<DnsServer> others) {
    return new DnsPolicy(others, trust, trustAnchors, webPki);
  }

  public DnsPolicy withTrust(Trust other) {
    return new DnsPolicy(servers, other, trustAnchors, webPki);
  }

  public DnsPolicy withTrustAnchors(List<String> records) {
    return new DnsPolicy(servers, trust, records, webPki);
  }

  public DnsPolicy withWebPki(WebPki other) {
    return new DnsPolicy(servers, trust, trustAnchors, other);
  }
}
