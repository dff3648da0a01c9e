package org.spillway.negotiation.documents;

import org.spillway.catalog.HashProgress;
import org.spillway.catalog.Offer;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.negotiation.answers.DigestFields;
import org.spillway.negotiation.answers.FileRepresentation;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Sha256;

/**
 * The page {@code ?swarm}: what a person needs to download a file without any script, and the place
 * that the script of the {@link BrowserBundle} fills. All its links are relative, so that it works
 * under any name that a proxy gives us; it is well-formed XML, too.
 */
final class SwarmHtml {
  /** The delay, in seconds, that is shown at least, and while nothing is known. */
  private static final long USUAL_WAIT = 10;

  private final Offer offer;
  private final String name;
  private final String reference;
  private final StringBuilder html = new StringBuilder(4096);

  private SwarmHtml(Offer offer) {
    this.offer = offer;
    this.name = Html.shown(offer.name());
    this.reference = Xml.escape(Html.reference(offer.name()));
  }

  /**
   * @param path as it was asked for, decoded, within the context
   * @param hasBundle whether the script and the style are there
   */
  static String of(String path, FileRepresentation file, boolean hasBundle) {
    var page = new SwarmHtml(file.offer());
    boolean hasScript = hasBundle && file.offer().canHaveTorrent();
    page.head(hasBundle ? links(path, hasScript) : "<style>" + Html.STYLE + "</style>\n");
    page.begin(hasScript);
    page.plain(file);
    page.html.append("</main>\n</body>\n</html>\n");
    return page.html.toString();
  }

  /** Returns the links to the bundle, relative to the folder of the file. */
  private static String links(String path, boolean hasScript) {
    long folders = path.chars().filter(c -> c == '/').count() - 1;
    String root = "../".repeat((int) Math.max(0, folders)) + BrowserBundle.PATH.substring(1);
    String style = "<link rel=\"stylesheet\" href=\"" + root + BrowserBundle.STYLE + "\"/>\n";
    String script =
        "<script type=\"module\" src=\"" + root + BrowserBundle.SCRIPT + "\"></script>\n";
    return hasScript ? style + script : style;
  }

  private void head(String links) {
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>%s</title>
        %s</head>
        <body>
        """
            .formatted(Html.title(offer.name()), links));
  }

  private void begin(boolean hasScript) {
    html.append("<main class=\"spillway\" data-spillway-file=\"").append(reference).append("\">\n");
    html.append("<h1><bdi>").append(name).append("</bdi></h1>\n");
    html.append("<p class=\"size\" title=\"").append(offer.length()).append(" bytes\">");
    html.append(Size.decimal(offer.length())).append("</p>\n");
    if (hasScript) {
      html.append("<section class=\"spillway-download\"></section>\n");
    }
  }

  private void plain(FileRepresentation file) {
    html.append("<section class=\"spillway-plain\">\n<ul>\n");
    item("<a href=\"" + reference + "\" download=\"\">Plain file</a>");
    var torrent = offer.torrent();
    if (offer.canHaveTorrent()) {
      item("<a href=\"" + reference + "?torrent\" type=\"application/x-bittorrent\">Torrent</a>");
    }
    torrent.ifPresent(known -> item(magnet(known, file)));
    html.append("</ul>\n");
    DigestFields.ofFile(offer).ifPresentOrElse(this::hash, this::notYet);
    html.append("</section>\n");
  }

  private void item(String link) {
    html.append("<li>").append(link).append("</li>\n");
  }

  private static String magnet(OfferedTorrent torrent, FileRepresentation file) {
    String link = MagnetLink.of(torrent.withUrls(file.urls()).metainfo()).toString();
    return "<a href=\"" + Xml.escape(link) + "\">Magnet link</a>";
  }

  private void hash(Sha256 sha256) {
    html.append("<p>SHA-256 <code>").append(sha256).append("</code></p>\n");
  }

  private void notYet() {
    html.append("<p class=\"spillway-wait\">The server is still reading this file to make its");
    html.append(" torrent").append(done()).append(". <a href=\"").append(reference);
    html.append("?swarm\">Open this page again</a> in about ").append(remaining());
    html.append(". The plain file can be downloaded meanwhile.</p>\n");
  }

  private String done() {
    return offer
        .progress()
        .filter(now -> now.length() > 0)
        .map(now -> " (" + 100 * now.hashed() / now.length() + "\u00a0% done)")
        .orElse("");
  }

  private String remaining() {
    long seconds =
        offer
            .progress()
            .flatMap(HashProgress::remaining)
            .map(remaining -> Math.max(USUAL_WAIT, remaining.toSeconds()))
            .orElse(USUAL_WAIT);
    return seconds < 100 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
  }
}
