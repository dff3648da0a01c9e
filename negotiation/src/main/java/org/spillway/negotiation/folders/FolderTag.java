package org.spillway.negotiation.folders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.spillway.catalog.FolderEntry;
import org.spillway.catalog.FolderPage;
import org.spillway.torrent.Sha256;

/**
 * The validator of a listing that is too long to be made before it is sent: a look at each entry
 * without writing any. It is weak, for an entry can change between that look and the text.
 *
 * @param etag in quotes, with the prefix of weak tags; empty if the folder has too many entries
 * @param entries that were looked at
 */
record FolderTag(String etag, int entries) {
  /**
   * The number of entries looked at. A look takes some 5 µs, and a client must not wait seconds for
   * the first byte.
   */
  static final int MOST_ENTRIES = 100_000;

  /** Reads the parts of a folder that follow the first one. */
  @FunctionalInterface
  interface Pages {
    /** Returns the part that follows a name. */
    FolderPage after(String name) throws IOException;
  }

  /**
   * @param withTorrents whether the listing shows which torrents are known
   * @param begin what the listing begins with, which depends on all but the entries
   * @param first part of the folder
   * @throws IOException if the folder cannot be read to its end
   */
  static FolderTag of(boolean withTorrents, String begin, FolderPage first, Pages pages)
      throws IOException {
    var page = first;
    var digest = digest(begin, withTorrents, page);
    int entries = page.entries().size();
    while (page.more() && entries < MOST_ENTRIES) {
      page = pages.after(page.entries().get(page.entries().size() - 1).name());
      digest = digest(digest.toString(), withTorrents, page);
      entries += page.entries().size();
    }
    return new FolderTag(page.more() ? "" : tag(digest), entries);
  }

  private static String tag(Sha256 digest) {
    return "W/\"" + digest.toString().substring(0, 32) + '"';
  }

  private static Sha256 digest(String before, boolean withTorrents, FolderPage page) {
    var text = new StringBuilder(before);
    page.entries().forEach(entry -> append(entry, withTorrents, text));
    return Sha256.digest(text.toString().getBytes(UTF_8));
  }

  private static void append(FolderEntry entry, boolean withTorrents, StringBuilder text) {
    text.append(entry.name()).append('/');
    if (entry instanceof FolderEntry.File file) {
      var offer = file.offer();
      text.append(offer.length()).append('/').append(offer.lastModified());
      text.append(withTorrents && offer.torrent().isPresent());
    }
  }
}
