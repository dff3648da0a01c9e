package org.spillway.torrent.fallback;

import java.util.List;

/**
 * All TXT RRsets of one torrent; a split torrent has several. The parts must be published first and
 * the base last, so that readers of the base find its parts.
 *
 * @param base the RRset at the fallback name itself
 * @param parts the RRsets at {@code 1.} below that name, {@code 2.} and so on; empty unless the
 *     torrent is split
 */
public record PublishedForm(List<List<String>> base, List<List<List<String>>> parts) {
  public PublishedForm {
    if (base.isEmpty()) {
      throw new IllegalArgumentException("a published form has one record or more");
    }
    base = base.stream().map(List::copyOf).toList();
    parts =
        parts.stream().map(part -> part.stream().<List<String>>map(List::copyOf).toList()).toList();
  }

  public boolean isSplit() {
    return !parts.isEmpty();
  }

  /**
   * Returns the name of a part.
   *
   * @param part the number of the part, from 1
   * @param name the fallback name, as {@link RequestHash#nameUnder} gives it
   */
  public static String partName(int part, String name) {
    return part + "." + name;
  }
}
