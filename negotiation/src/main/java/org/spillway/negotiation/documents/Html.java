package org.spillway.negotiation.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Objects;
import org.spillway.negotiation.fields.HiddenCharacters;
import org.spillway.torrent.PercentEncoding;
import org.spillway.torrent.Sha256;

/**
 * What our pages have in common: their style, the policy that allows it, relative links, and how
 * they show names.
 */
public final class Html {
  public static final String STYLE = style();

  /**
   * The Content-Security-Policy of a page without scripts. It allows the page's own style, and
   * buttons that lead to pages of this server; one of them redirects to a magnet link.
   */
  public static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(Sha256.digest(STYLE.getBytes(UTF_8)).toBytes())
          + "'; base-uri 'none'; form-action 'self' magnet:; frame-ancestors 'none'";

  private Html() {}

  private static String style() {
    try (var css = Html.class.getResourceAsStream("folder.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a name or a path as content of a page. Characters that cannot be seen are shown by
   * their code points; links keep them.
   */
  public static String shown(String name) {
    return shown(name, "<code>", "</code>");
  }

  /** Returns the same for a title, which can hold no elements. */
  public static String title(String name) {
    return shown(name, "[", "]");
  }

  private static String shown(String name, String before, String after) {
    if (name.codePoints().noneMatch(HiddenCharacters::contains)) {
      return Xml.escape(name);
    }
    var shown = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (HiddenCharacters.contains(c)) {
                shown.append(before).append(HiddenCharacters.name(c)).append(after);
              } else {
                shown.append(Xml.escape(Character.toString(c)));
              }
            });
    return shown.toString();
  }

  /**
   * Returns a relative reference to a file in the same folder. A colon in its first segment would
   * end the name of a scheme (RFC 3986 §4.2).
   */
  public static String reference(String name) {
    return (name.indexOf(':') < 0 ? "" : "./") + PercentEncoding.path(name);
  }
}
