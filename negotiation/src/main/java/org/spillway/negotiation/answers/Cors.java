package org.spillway.negotiation.answers;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;

/**
 * Lets scripts of other sites' pages read what is offered (CORS, Fetch §3.2): a torrent client
 * within a page needs that for its web seeds. Credentials are never allowed. All fields are made
 * once. Safe for use by many threads.
 */
public final class Cors {
  public static final String ANY = "*";

  /** The fields that a page may read, apart from the few that it always may. */
  private static final String EXPOSED =
      "Accept-Ranges, Content-Digest, Content-Disposition, Content-Length, Content-Location,"
          + " Content-Range, Digest, ETag, Link, Repr-Digest, Retry-After";

  /**
   * The fields that a page may send: any. Browsers that do not know the wildcard need the names.
   */
  private static final String ACCEPTED =
      "*, Accept, Cache-Control, If-Match, If-Modified-Since, If-None-Match, If-Range,"
          + " If-Unmodified-Since, Range, User-Agent, Want-Content-Digest, Want-Digest,"
          + " Want-Repr-Digest";

  /** Browsers shorten it to some hours. */
  private static final String MAX_AGE = "86400";

  private static final HeaderField VARY = new HeaderField("Vary", "Origin");

  private static final List<HeaderField> NOTHING = List.of();

  /** The fields by origin; a list that is the same for all origins has the key {@link #ANY}. */
  private final Map<String, List<HeaderField>> byOrigin = new HashMap<>();

  private final List<HeaderField> others;

  /**
   * @param origins the origins, in the form of {@link #origin}; {@link #ANY} stands alone
   */
  public Cors(List<String> origins) {
    if (origins.size() == 1) {
      // The same for everybody, so no cache need keep two of it.
      byOrigin.put(ANY, allowed(origins.get(0)).list());
      others = NOTHING;
    } else {
      origins.forEach(origin -> byOrigin.put(origin, allowed(origin).add(VARY).list()));
      others = origins.isEmpty() ? NOTHING : List.of(VARY);
    }
  }

  private static HeaderFields allowed(String origin) {
    var fields =
        new HeaderFields()
            .add("Access-Control-Allow-Origin", origin)
            .add("Access-Control-Expose-Headers", EXPOSED);
    // Pages that embed only resources that allow it (COEP) need this if they embed without CORS.
    return origin.equals(ANY) ? fields.add("Cross-Origin-Resource-Policy", "cross-origin") : fields;
  }

  /**
   * Returns an origin in the form in which browsers write it, in lower case and without the default
   * port of its scheme.
   *
   * @return absent if the text is neither an origin of the web nor {@code *}
   */
  public static Optional<String> origin(String text) {
    if (text.equals(ANY)) {
      return Optional.of(ANY);
    }
    try {
      var url = new URI(text.toLowerCase(Locale.ROOT));
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      String origin = url.getScheme() + "://" + url.getRawAuthority();
      boolean bare = url.getHost() != null && url.getUserInfo() == null;
      return web && bare && origin.equals(url.toString())
          ? Optional.of(withoutUsualPort(url))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String withoutUsualPort(URI url) {
    int usual = url.getScheme().equals("https") ? 443 : 80;
    boolean said = url.getPort() >= 0 && url.getPort() != usual;
    return url.getScheme() + "://" + url.getHost() + (said ? ":" + url.getPort() : "");
  }

  /**
   * Returns the fields of every answer to a request; it is the same list each time for the same
   * origin.
   */
  public List<HeaderField> fields(RequestHead request) {
    var same = byOrigin.get(ANY);
    if (same != null) {
      return same;
    }
    return byOrigin.isEmpty() ? NOTHING : byOrigin.getOrDefault(request.field("Origin"), others);
  }

  /** Returns the answer to OPTIONS, to which the caller adds the {@link #fields}. */
  public Answer options(RequestHead request) {
    return isPreflight(request) ? preflight() : Answer.options();
  }

  /** Returns whether this is a preflight request of a browser whose page is allowed. */
  boolean isPreflight(RequestHead request) {
    return request.method().equals("OPTIONS")
        && !request.field("Access-Control-Request-Method").isEmpty()
        && fields(request) != others;
  }

  public static Answer preflight() {
    var fields =
        new HeaderFields()
            .add("Allow", Answer.ALLOW)
            .add("Access-Control-Allow-Methods", Answer.ALLOW)
            .add("Access-Control-Allow-Headers", ACCEPTED)
            .add("Access-Control-Max-Age", MAX_AGE);
    return new Answer(Answer.Kind.OPTIONS, 204, fields.list(), Body.EMPTY);
  }
}
