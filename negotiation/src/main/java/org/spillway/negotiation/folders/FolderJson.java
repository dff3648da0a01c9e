package org.spillway.negotiation.folders;

import java.time.temporal.ChronoUnit;
import org.spillway.catalog.FolderEntry;
import org.spillway.catalog.Offer;
import org.spillway.negotiation.fields.HiddenCharacters;
import org.spillway.torrent.PercentEncoding;

/** A folder's page for programs. Its URLs are the configured ones, as everywhere but for people. */
final class FolderJson implements FolderFormat {
  private final FolderView view;

  FolderJson(FolderView view) {
    this.view = view;
  }

  @Override
  public String type() {
    return "application/json";
  }

  @Override
  public String begin() {
    return "{\"path\":" + quote(view.path()) + ",\"entries\":[\n";
  }

  @Override
  public void entry(FolderEntry entry, boolean isFirst, StringBuilder json) {
    String url = view.url() + PercentEncoding.path(entry.name());
    json.append(isFirst ? "{" : ",\n{");
    json.append(
        entry instanceof FolderEntry.File file
            ? file(file.offer(), url)
            : start(entry, "folder") + member("url", url + "/"));
    json.append('}');
  }

  @Override
  public String end(String next) {
    return "],\n\"next\":" + (next.isEmpty() ? "null" : quote(view.url() + next)) + "}\n";
  }

  private static String start(FolderEntry entry, String type) {
    return "\"name\":" + quote(entry.name()) + member("type", type);
  }

  private static String file(Offer offer, String url) {
    return start(new FolderEntry.File(offer), "file")
        + ",\"length\":"
        + offer.length()
        + member("modified", offer.lastModified().truncatedTo(ChronoUnit.SECONDS).toString())
        + member("url", url)
        + (offer.canHaveTorrent() ? torrent(offer, url) : "");
  }

  /** Returns the members about the torrent, with the infohash as soon as it is known. */
  private static String torrent(Offer offer, String url) {
    return member("torrent", url + "?torrent")
        + member("magnet", url + "?magnet")
        + offer
            .torrent()
            .map(torrent -> member("infohash", torrent.info().swarmHash().toString()))
            .orElse("");
  }

  private static String member(String name, String value) {
    return ",\"" + name + "\":" + quote(value);
  }

  /**
   * Returns the text as a string of JSON (RFC 8259 §7). Characters that cannot be seen are escaped,
   * so that the document can be looked at.
   */
  static String quote(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (HiddenCharacters.contains(c) || Character.isSurrogate(c)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
