package org.spillway.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** Reads where a response sends the client (RFC 9110 §15.4). */
final class Redirect {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  private Redirect() {}

  /**
   * Returns the URL to ask instead, or empty if there is none or it must not be followed. A
   * redirect from https to http is not followed, because anybody on the way could change the
   * response.
   */
  static Optional<URI> of(HttpResponse<?> response) {
    return STATUSES.contains(response.statusCode())
        ? response
            .headers()
            .firstValue("Location")
            .flatMap(location -> target(response.uri(), location))
        : Optional.empty();
  }

  private static Optional<URI> target(URI from, String location) {
    try {
      URI to = from.resolve(new URI(location));
      boolean isSafe = isScheme(to, "https") || (isScheme(to, "http") && isScheme(from, "http"));
      return isSafe && UrlHost.of(to).isPresent() ? Optional.of(to) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean isScheme(URI url, String scheme) {
    return scheme.equalsIgnoreCase(url.getScheme());
  }
}
