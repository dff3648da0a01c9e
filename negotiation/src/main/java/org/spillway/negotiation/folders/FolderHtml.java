package org.spillway.negotiation.folders;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.spillway.catalog.FolderEntry;
import org.spillway.catalog.Offer;
import org.spillway.negotiation.documents.Html;
import org.spillway.negotiation.documents.Size;
import org.spillway.negotiation.documents.Xml;

/**
 * A folder's page for people. All its links are relative, so that it works under any name that a
 * proxy gives us; it is well-formed XML, too.
 */
final class FolderHtml implements FolderFormat {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String NO_CELLS = "<td></td><td></td><td></td>";

  /**
   * The buttons of a file. They are no links, because pip, wget, rclone and others follow links,
   * and take each for a file of the folder.
   */
  private static final String BUTTONS =
      "<button name=\"torrent\">torrent</button> <button name=\"magnet\">magnet</button>"
          + " <button name=\"swarm\">in browser</button>";

  private final FolderView view;

  FolderHtml(FolderView view) {
    this.view = view;
  }

  @Override
  public String type() {
    return "text/html;charset=utf-8";
  }

  @Override
  public String begin() {
    return head(view.path()) + (view.isRoot() ? "" : row("../", "Parent folder")) + toTheFirst();
  }

  private String toTheFirst() {
    return view.query().after().isEmpty() ? "" : row("./", "From the first name");
  }

  private static String head(String path) {
    return """
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
    <table>
    <thead>
    <tr><th scope="col">Name</th><th scope="col">Size</th><th scope="col">Changed (UTC)</th>\
    <th scope="col">Torrent</th></tr>
    </thead>
    <tbody>
    """
        .formatted(Html.title(path), Html.STYLE, Html.shown(path));
  }

  private static String row(String href, String text) {
    return "<tr><th scope=\"row\"><a href=\"%s\">%s</a></th>%s</tr>\n"
        .formatted(href, text, NO_CELLS);
  }

  @Override
  public void entry(FolderEntry entry, boolean isFirst, StringBuilder html) {
    boolean isFile = entry instanceof FolderEntry.File;
    String reference = Xml.escape(Html.reference(entry.name())) + (isFile ? "" : "/");
    html.append("<tr><th scope=\"row\"><a href=\"").append(reference).append("\"><bdi>");
    html.append(Html.shown(entry.name())).append(isFile ? "" : "/").append("</bdi></a></th>");
    if (entry instanceof FolderEntry.File file) {
      cells(file.offer(), reference, html);
    } else {
      html.append(NO_CELLS);
    }
    html.append("</tr>\n");
  }

  private static void cells(Offer offer, String reference, StringBuilder html) {
    var second = offer.lastModified().truncatedTo(ChronoUnit.SECONDS);
    html.append("<td title=\"").append(offer.length()).append(" bytes\">");
    html.append(Size.of(offer.length())).append("</td><td><time datetime=\"").append(second);
    html.append("\">").append(MINUTES.format(second)).append("</time></td><td>");
    if (offer.canHaveTorrent()) {
      html.append("<form action=\"").append(reference).append("\">").append(BUTTONS);
      html.append("</form>");
    }
    html.append("</td>");
  }

  @Override
  public String end(String next) {
    return "</tbody>\n</table>\n"
        + (next.isEmpty() ? "" : nextPage(next))
        + "</main>\n</body>\n</html>\n";
  }

  private static String nextPage(String query) {
    return "<p><a rel=\"next\" href=\"" + Xml.escape(query) + "\">Next page</a></p>\n";
  }
}
