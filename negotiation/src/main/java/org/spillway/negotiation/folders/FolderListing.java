package org.spillway.negotiation.folders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.FolderEntry;
import org.spillway.catalog.FolderPage;
import org.spillway.negotiation.answers.KeptText;
import org.spillway.negotiation.answers.KeptTexts;
import org.spillway.torrent.Sha256;

/**
 * Lists a folder in the form in which a request wants it: as one page, or part by part.
 *
 * @param folder its path in the catalog, with a final slash
 */
record FolderListing(Catalog catalog, KeptTexts texts, String folder, FolderView view) {
  /** Entries looked at in one go. */
  static final int PART = 1000;

  /** What the text of a part depends on. */
  private record PartKey(FolderView view, String after) {}

  FolderFormat format() {
    return view.query().json() ? new FolderJson(view) : new FolderHtml(view);
  }

  /**
   * Returns the page, or the first part of a listing that has several. Nothing if the folder may
   * not be listed.
   *
   * @throws IOException if the folder cannot be read
   */
  Optional<KeptText> begin() throws IOException {
    return texts.get(view, this::makeBegin);
  }

  private Optional<KeptText> makeBegin() throws IOException {
    var query = view.query();
    var first = catalog.list(folder, query.after(), Math.min(query.limit(), PART));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    boolean isWhole = query.isLimited() || !first.get().more();
    return Optional.of(isWhole ? page(first.get()) : firstPart(first.get()));
  }

  private KeptText page(FolderPage page) {
    var format = format();
    String last = page.more() ? last(page) : "";
    var text = new StringBuilder(format.begin());
    append(page, true, text);
    String all = text.append(format.end(last.isEmpty() ? "" : view.next(last))).toString();
    return KeptText.of(all, tag(all), last, page.entries().size());
  }

  private static String tag(String text) {
    return '"' + Sha256.digest(text.getBytes(UTF_8)).toString().substring(0, 32) + '"';
  }

  private KeptText firstPart(FolderPage first) throws IOException {
    var format = format();
    var text = new StringBuilder(format.begin());
    append(first, true, text);
    var tag = FolderTag.of(view.query().json(), format.begin(), first, this::pageAfter);
    return KeptText.of(text.toString(), tag.etag(), last(first), tag.entries());
  }

  /**
   * Returns the part that follows a name; the last one ends the text.
   *
   * @throws IOException if the folder cannot be read, or not any more
   */
  KeptText part(String after) throws IOException {
    return texts
        .get(new PartKey(view, after), () -> Optional.of(makePart(after)))
        .orElseThrow(() -> new FileNotFoundException(folder));
  }

  private KeptText makePart(String after) throws IOException {
    var page = pageAfter(after);
    var text = new StringBuilder();
    append(page, false, text);
    String last = page.more() ? last(page) : "";
    text.append(last.isEmpty() ? format().end("") : "");
    return KeptText.of(text.toString(), "", last, page.entries().size());
  }

  private FolderPage pageAfter(String name) throws IOException {
    return catalog
        .list(folder, name, PART)
        .orElseThrow(() -> new FileNotFoundException(folder + ": cannot be listed any more"));
  }

  private static String last(FolderPage page) {
    var entries = page.entries();
    return entries.get(entries.size() - 1).name();
  }

  private void append(FolderPage page, boolean isBegin, StringBuilder text) {
    var format = format();
    boolean isFirst = isBegin;
    for (FolderEntry entry : page.entries()) {
      format.entry(entry, isFirst, text);
      isFirst = false;
    }
  }
}
