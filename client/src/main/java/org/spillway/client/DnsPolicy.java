package org.spillway.client;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spillway.client.signature.WebPki;

/**
 * The servers that are asked in DNS, and which of their answers count.
 *
 * @param servers the servers in the order in which they are asked, each for as long as the read
 *     timeout allows, 15 s at most; an empty list means the system's resolvers
 * @param trust which answers count
 * @param trustAnchors the DS or DNSKEY records that validation begins with, as they stand in a zone
 *     file
 * @param webPki the authorities that certificates of signed torrents may come from
 */
@RecordBuilder
public record DnsPolicy(
    List<NameServer> servers, Trust trust, List<String> trustAnchors, WebPki webPki)
    implements DnsPolicyBuilder.With {
  /** Which answers of DNS count. */
  public enum Trust {
    /**
     * Answers about an https URL count if nobody on the way can have forged them; others all do.
     */
    AUTHENTIC,
    /** All answers count. */
    ANY,
    /** No answer counts, so nobody is asked. */
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
}
