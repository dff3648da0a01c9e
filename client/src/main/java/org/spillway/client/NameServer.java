package org.spillway.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** A name server, and the protocol over which it is asked. */
public sealed interface NameServer {
  /** The port of DNS over UDP and TCP (RFC 1035 §4.2). */
  int PORT = 53;

  /** The path at which most servers of DNS over HTTPS answer. */
  String HTTPS_PATH = "/dns-query";

  /**
   * Returns whether the server is believed if it says that an answer was validated (RFC 4035
   * §3.2.3), because nobody can change the answer on its way.
   */
  boolean isTrusted();

  /**
   * A server that is asked over UDP, and over TCP if the answer is too long for a datagram.
   *
   * @param address the address; if it is unresolved, the server counts as one that does not answer
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
   * A server of DNS over HTTPS (RFC 8484).
   *
   * @param url an https URL, or an http URL of this machine
   */
  record Https(URI url) implements NameServer {
    public Https {
      if (url.getHost() == null || !(isHttps(url) || isOfThisMachine(url))) {
        throw new IllegalArgumentException(
            "a server of DNS over HTTPS must be https://HOST/PATH, was " + url);
      }
    }

    private static boolean isHttps(URI url) {
      return "https".equals(url.getScheme());
    }

    /**
     * Returns whether the name or address, as it is written, is of this machine. Nothing is looked
     * up.
     */
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

  /** Returns the name server of this machine at that port. */
  static NameServer ofThisMachine(int port) {
    return of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Reads {@code HOST}, {@code HOST:PORT} or {@code [ADDRESS]:PORT}, with {@code tcp://} before it
   * for TCP alone and port 53 if it is left out; or the URL of a server of DNS over HTTPS, with
   * {@code /dns-query} if it has no path. Looks up the address of a host name, unless it is that of
   * a URL.
   *
   * @throws IllegalArgumentException if the text is none of these
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
        "a name server must be HOST:PORT, tcp://HOST:PORT or https://HOST/PATH, was '"
            + text
            + "'");
  }
}
