package org.spillway.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** A name server, and how it is asked. */
public sealed interface NameServer {
  /** Of DNS over UDP and TCP (RFC 1035 §4.2). */
  int PORT = 53;

  /** Where most servers of DNS over HTTPS answer. */
  String HTTPS_PATH = "/dns-query";

  /**
   * Whether its word is taken that an answer was validated (RFC 4035 §3.2.3): nobody can change it
   * on its way here.
   */
  boolean isTrusted();

  /**
   * Over UDP, and over TCP for what is too long for a datagram.
   *
   * @param address may be unresolved; then it counts as one that does not answer
   * @param tcp whether to begin with TCP
   */
  record Address(InetSocketAddress address, boolean tcp) implements NameServer {
    @Override
    public boolean isTrusted() {
      return !address.isUnresolved() && address.getAddress().isLoopbackAddress();
    }

    @Override
    public String toString() {
      String host = address.getHostString();
      String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
      return (tcp ? "tcp://" : "") + bracketed + ":" + address.getPort();
    }
  }

  /**
   * DNS over HTTPS (RFC 8484).
   *
   * @param url http is for this machine alone
   */
  record Https(URI url) implements NameServer {
    public Https {
      if (url.getHost() == null || !(isHttps(url) || isOfThisMachine(url))) {
        throw new IllegalArgumentException("DNS over HTTPS: https://HOST/PATH, not " + url);
      }
    }

    private static boolean isHttps(URI url) {
      return "https".equals(url.getScheme());
    }

    /** By its name or its address as it is written: nothing is looked up. */
    private static boolean isOfThisMachine(URI url) {
      String host = url.getHost().toLowerCase(Locale.ROOT);
      return "http".equals(url.getScheme())
          && (host.equals("localhost") || host.matches("127(\\.\\d+){3}") || host.equals("[::1]"));
    }

    @Override
    public boolean isTrusted() {
      return true;
    }

    @Override
    public String toString() {
      return url.toString();
    }
  }

  static NameServer of(InetSocketAddress address) {
    return new Address(address, false);
  }

  /** The name server of this machine at that port. */
  static NameServer ofThisMachine(int port) {
    return of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * {@code HOST}, {@code HOST:PORT} or {@code [ADDRESS]:PORT}, port 53 if it is left out, with
   * {@code tcp://} before it for TCP alone; or the URL of a server of DNS over HTTPS, with {@code
   * /dns-query} if it has no path. Looks up the addresses of a host name, other than that of a URL.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static NameServer parse(String text) {
    try {
      return text.matches("(?i)https?://.*") ? https(text) : address(text);
    } catch (URISyntaxException e) {
      throw malformed(text);
    }
  }

  private static NameServer https(String text) throws URISyntaxException {
    // Servers are often given as a template for GET (RFC 6570), of which POST needs the front only.
    var url = new URI(text.replaceFirst("\\{\\?dns}$", ""));
    boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty();
    return new Https(bare ? url.resolve(HTTPS_PATH) : url);
  }

  private static NameServer address(String text) throws URISyntaxException {
    boolean tcp = text.regionMatches(true, 0, "tcp://", 0, 6);
    var address = new URI("dns://" + (tcp ? text.substring(6) : text));
    boolean alone = address.getRawSchemeSpecificPart().equals("//" + address.getRawAuthority());
    if (address.getHost() == null || address.getRawUserInfo() != null || !alone) {
      throw malformed(text);
    }
    int port = address.getPort() < 0 ? PORT : address.getPort();
    return new Address(new InetSocketAddress(address.getHost(), port), tcp);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "a name server: HOST:PORT, tcp://HOST:PORT or https://HOST/PATH, not '" + text + "'");
  }
}
