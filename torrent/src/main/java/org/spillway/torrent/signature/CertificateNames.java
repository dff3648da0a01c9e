package org.spillway.torrent.signature;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The hosts that a certificate is for, by its subjectAltName extension alone (RFC 9525 §6.1): names
 * and, for URLs with an address as the host, IPv4 addresses.
 */
public final class CertificateNames {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private final HostNames names;
  private final List<String> addresses;

  private CertificateNames(List<String> names, List<String> addresses) {
    this.names = new HostNames(names);
    this.addresses = List.copyOf(addresses);
  }

  /**
   * Reads the names of a certificate; one without the extension, or with a broken one, has no
   * names.
   */
  public static CertificateNames of(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (List<?> name : alternatives(certificate)) {
      if (name.get(0).equals(DNS_NAME)) {
        names.add((String) name.get(1));
      } else if (name.get(0).equals(IP_ADDRESS)) {
        addresses.add((String) name.get(1));
      }
    }
    return new CertificateNames(names, addresses);
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /**
   * Returns whether the certificate is for a host.
   *
   * @param host the host in lower case, without a final dot; or {@code *.} and a name
   */
  public boolean cover(String host) {
    return IPV4.matcher(host).matches() ? addresses.contains(host) : names.cover(host);
  }

  /** Returns the names, then the addresses. */
  public List<String> all() {
    List<String> all = new ArrayList<>(names.names());
    all.addAll(addresses);
    return all;
  }
}
