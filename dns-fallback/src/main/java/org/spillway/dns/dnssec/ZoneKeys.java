package org.spillway.dns.dnssec;

import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.CDNSKEYRecord;
import org.xbill.DNS.CDSRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The keys of a zone. One signs; another one may be published beside it, before it signs itself or
 * after it did (RFC 6781 §4.1.1). Safe for use by many threads.
 *
 * @param signing the key that signs, one of the published ones
 * @param published all keys, in the order of their tags
 */
public record ZoneKeys(ZoneKey signing, List<ZoneKey> published) {
  public ZoneKeys {
    if (!published.contains(signing)) {
      throw new IllegalArgumentException("the key that signs, " + signing + ", is not published");
    }
    published = List.copyOf(published);
  }

  /** Returns the keys of a zone that has only one. */
  public static ZoneKeys of(ZoneKey only) {
    return new ZoneKeys(only, List.of(only));
  }

  Name zone() {
    return signing.zone();
  }

  /** Returns the DNSKEY RRset. */
  public List<Record> dnskeys() {
    return records().<Record>map(key -> key).toList();
  }

  private Stream<DNSKEYRecord> records() {
    return published.stream().map(ZoneKey::dnskey);
  }

  /**
   * Returns the CDS RRset, which tells the parent zone the DS records of all keys (RFC 7344 §3.1).
   */
  public List<Record> cds() {
    return records()
        .<Record>map(
            key -> new CDSRecord(zone(), DClass.IN, ZoneKey.TTL, DNSSEC.Digest.SHA256, key))
        .toList();
  }

  /**
   * Returns the CDNSKEY RRset, for parent zones that make the DS records themselves (RFC 7344
   * §3.2).
   */
  public List<Record> cdnskeys() {
    return records()
        .<Record>map(
            key ->
                new CDNSKEYRecord(
                    zone(),
                    DClass.IN,
                    ZoneKey.TTL,
                    key.getFlags(),
                    key.getProtocol(),
                    key.getAlgorithm(),
                    key.getKey()))
        .toList();
  }
}
