package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.spillway.catalog.FolderEntry;
import org.spillway.catalog.Offer;
import org.spillway.torrent.PercentEncoding;
import org.spillway.torrent.Sha256;

/**
 * A folder's page for people. All its links are relative, so that it works under any name that a
 * proxy gives us; it is well-formed XML, too.
 */
final class FolderHtml {
  static final String STYLE = style();

  /** Nothing but the page's own style, and buttons that lead to pages of this server. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(Sha256.digest(STYLE.getBytes(UTF_8)).toBytes())
          + "'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StringBuilder html = new StringBuilder(64 * 1024);

  private FolderHtml() {}

  private static String style() {
    try (var css = FolderHtml.class.getResourceAsStream("folder.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String of(FolderListing listing) {
    var page = new FolderHtml();
    page.head(Xml.escape(listing.path()));
    page.table(listing);
    listing.next().ifPresent(page::next);
    page.html.append("</main>\n</body>\n</html>\n");
    return page.html.toString();
  }

  private void head(String title) {
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <main>
        <h1><bdi>%s</bdi></h1>
        """
            .formatted(title, STYLE, title));
  }

  private void table(FolderListing listing) {
    html.append(
        """
        <table>
        <thead>
        <tr><th scope="col">Name</th><th scope="col">Size</th><th scope="col">Changed (UTC)</th>\
        <th scope="col">Torrent</th></tr>
        </thead>
        <tbody>
        """);
    if (!listing.isRoot()) {
      row("<a href=\"../\">Parent folder</a>", "<td></td><td></td><td></td>");
    }
    if (!listing.query().after().isEmpty()) {
      row("<a href=\"./\">From the first name</a>", "<td></td><td></td><td></td>");
    }
    listing.page().entries().forEach(this::entry);
    html.append("</tbody>\n</table>\n");
  }

  private void row(String name, String cells) {
    html.append("<tr><th scope=\"row\">").append(name).append("</th>");
    html.append(cells).append("</tr>\n");
  }

  private void entry(FolderEntry entry) {
    if (entry instanceof FolderEntry.File file) {
      row(link(file.name(), ""), cells(file.offer()));
    } else {
      row(link(entry.name(), "/"), "<td></td><td></td><td></td>");
    }
  }

  private static String link(String name, String slash) {
    return "<a href=\"%s\"><bdi>%s</bdi></a>"
        .formatted(Xml.escape(reference(name) + slash), Xml.escape(name) + slash);
  }

  /** A colon in a first name would end the name of a scheme (RFC 3986 §4.2). */
  static String reference(String name) {
    return (name.indexOf(':') < 0 ? "" : "./") + PercentEncoding.path(name);
  }

  private static String cells(Offer offer) {
    return "<td title=\"%d bytes\">%s</td><td>%s</td><td>%s</td>"
        .formatted(
            offer.length(),
            Size.of(offer.length()),
            time(offer.lastModified()),
            TorrentAnswer.existsFor(offer) ? torrentLinks(offer.name()) : "");
  }

  private static String time(Instant instant) {
    var second = instant.truncatedTo(ChronoUnit.SECONDS);
    return "<time datetime=\"%s\">%s</time>".formatted(second, MINUTES.format(second));
  }

  /** The page is behind a button: programs that follow all links would fetch it for nothing. */
  private static String torrentLinks(String name) {
    String reference = Xml.escape(reference(name));
    String label = Xml.escape(name);
    return """
    <a href="%s?torrent" type="application/x-bittorrent" aria-label="Torrent of %s">torrent</a> \
    <a href="%s?magnet" aria-label="Magnet link of %s">magnet</a> \
    <form action="%s"><button name="swarm" aria-label="Download %s in this browser">\
    in browser</button></form>"""
        .formatted(reference, label, reference, label, reference, label);
  }

  private void next(String query) {
    html.append("<p><a rel=\"next\" href=\"").append(Xml.escape(query));
    html.append("\">Next page</a></p>\n");
  }
}
