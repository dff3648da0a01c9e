package org.spillway.client.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Optional;

/** A user's name and password (RFC 7617). The password is not part of the text. */
public record Login(String user, String password) {
  /** Reads {@code user:password}. */
  public static Login parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Login(text, "")
        : new Login(text.substring(0, colon), text.substring(colon + 1));
  }

  /** Returns what stands before the {@code @} of a URL. */
  public static Optional<Login> in(URI url) {
    String authority = String.valueOf(url.getRawAuthority());
    int at = authority.lastIndexOf('@');
    if (url.getRawAuthority() == null || at < 0) {
      return Optional.empty();
    }
    var raw = parse(authority.substring(0, at));
    return Optional.of(new Login(decode(raw.user), decode(raw.password)));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** Returns the URL without user and password. */
  public static URI removedFrom(URI url) {
    return url.getRawAuthority() == null || url.getRawAuthority().indexOf('@') < 0
        ? url
        : URI.create(url.toString().replaceFirst("(?<=://)[^/?#]*@", ""));
  }

  String basic() {
    byte[] plain = (user + ":" + password).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(plain);
  }

  @Override
  public String toString() {
    return user + ":***";
  }
}
