package org.spillway.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** Where an answer sends the client (RFC 9110 §15.4). */
final class Redirect {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  private Redirect() {}

  /**
   * The URL to ask instead; empty if there is none, or none that is to be followed: not from https
   * to http, where anybody on the way could change what comes.
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
