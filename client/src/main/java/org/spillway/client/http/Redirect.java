package org.spillway.client.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Reads where a response sends the client (RFC 9110 §15.4). */
final class Redirect {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
  private static final String LITERAL = "-._~:/?#[]@!$&'()*+,;=%";

  private Redirect() {}

  /**
   * Returns the URL to ask instead, or empty if there is none.
   *
   * @throws IOException if it must not be followed. A redirect from https to http is not followed,
   *     because anybody on the way could change the response.
   */
  static Optional<URI> of(ServerResponse response) throws IOException {
    var location = response.field("Location");
    return STATUSES.contains(response.status()) && location.isPresent()
        ? Optional.of(target(response.uri(), location.get()))
        : Optional.empty();
  }

  private static URI target(URI from, String location) throws IOException {
    URI to;
    try {
      to = Login.removedFrom(resolve(from, new URI(encoded(location.strip()))));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("the server redirects to " + location + ", which is no URL", e);
    }
    boolean isHttp = isScheme(to, "http");
    if (isHttp && isScheme(from, "https")) {
      throw new IOException(
          "the server redirects to "
              + to
              + ", which is not encrypted as the URL before is; it is not followed, because"
              + " anybody on the way could change the file");
    }
    if (!(isHttp || isScheme(to, "https")) || UrlHost.of(to).isEmpty()) {
      throw new IOException("the server redirects to " + to + ", which is no URL of HTTP");
    }
    return to;
  }

  /**
   * Resolves a reference (RFC 3986 §5.2.2). {@link URI#resolve} follows an older RFC, which drops
   * the last part of the path before a query alone, and forgets the slash behind a bare host.
   */
  static URI resolve(URI from, URI reference) throws URISyntaxException {
    boolean isRelative = !reference.isAbsolute() && reference.getRawAuthority() == null;
    if (!isRelative) {
      return from.resolve(reference);
    }
    String path = from.getRawPath();
    String base = from.getScheme() + "://" + from.getRawAuthority();
    boolean hasPath = !String.valueOf(reference.getRawPath()).isEmpty();
    if (!hasPath && reference.getRawQuery() != null) {
      return new URI(base + path + "?" + reference.getRawQuery());
    }
    return path.isEmpty() ? new URI(base + "/").resolve(reference) : from.resolve(reference);
  }

  /**
   * Encodes what must not stand in a URL. A header field has bytes, not letters: those beyond ASCII
   * are encoded as they came.
   */
  static String encoded(String location) {
    boolean isBytes = location.chars().allMatch(c -> c < 0x100);
    Charset charset = isBytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    var url = new StringBuilder();
    for (byte b : location.getBytes(charset)) {
      boolean isLetter = b > 0 && Character.isLetterOrDigit(b);
      if (isLetter || LITERAL.indexOf(b) >= 0) {
        url.append((char) b);
      } else {
        url.append("%%%02X".formatted(b & 0xff));
      }
    }
    return url.toString();
  }

  private static boolean isScheme(URI url, String scheme) {
    return scheme.equalsIgnoreCase(url.getScheme());
  }
}
