package org.spillway.client;

/** The protocol over which an answer of DNS came. */
public enum DnsTransport {
  UDP("dns/udp"),
  TCP("dns/tcp"),
  HTTPS("doh");

  private final String label;

  DnsTransport(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
