package org.spillway.negotiation.folders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.FolderEntry;
import org.spillway.catalog.FolderPage;
import org.spillway.negotiation.answers.BodySegment;

/**
 * The text of a whole folder, made part by part while it is sent: of a million entries only one
 * part is in memory. A name that is in the folder all the time is written exactly once. If the
 * folder cannot be read to its end, the iterator throws, and the answer must be cut off: a part
 * must not look like the whole.
 */
final class FolderText implements Iterable<BodySegment> {
  /** Entries looked at in one go. */
  static final int PART = 1000;

  private final Catalog catalog;
  private final String folder;
  private final FolderFormat format;
  private final FolderPage first;

  /**
   * @param folder its path in the catalog, with a final slash
   * @param first the part that the text begins with; others follow
   */
  FolderText(Catalog catalog, String folder, FolderFormat format, FolderPage first) {
    this.catalog = catalog;
    this.folder = folder;
    this.format = format;
    this.first = first;
  }

  @Override
  public Iterator<BodySegment> iterator() {
    return new Parts();
  }

  /** Returns the text of one page, which nothing follows. */
  static String of(FolderFormat format, FolderPage page, String next) {
    var text = new StringBuilder(format.begin());
    append(page, format, true, text);
    return text.append(format.end(next)).toString();
  }

  private static void append(
      FolderPage page, FolderFormat format, boolean isBegin, StringBuilder text) {
    boolean isFirst = isBegin;
    for (FolderEntry entry : page.entries()) {
      format.entry(entry, isFirst, text);
      isFirst = false;
    }
  }

  /** Returns the part that follows another one. */
  static FolderPage after(Catalog catalog, String folder, FolderPage page) throws IOException {
    var entries = page.entries();
    return catalog
        .list(folder, entries.get(entries.size() - 1).name(), PART)
        .orElseThrow(() -> new FileNotFoundException(folder + ": cannot be listed any more"));
  }

  private final class Parts implements Iterator<BodySegment> {
    private FolderPage page = first;
    private boolean hasBegun;

    @Override
    public boolean hasNext() {
      return !hasBegun || page.more();
    }

    @Override
    public BodySegment next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      var text = new StringBuilder(hasBegun ? "" : format.begin());
      if (hasBegun) {
        page = following();
      }
      append(page, format, !hasBegun, text);
      hasBegun = true;
      if (!page.more()) {
        text.append(format.end(""));
      }
      return new BodySegment.Bytes(ByteBuffer.wrap(text.toString().getBytes(UTF_8)));
    }

    private FolderPage following() {
      try {
        return after(catalog, folder, page);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
