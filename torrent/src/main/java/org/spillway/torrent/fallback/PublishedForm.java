package org.spillway.torrent.fallback;

import java.util.List;

/**
 * All TXT RRsets of one torrent, of which a split one has several. The parts are to be published
 * first and the base last, so that whoever sees the base finds its parts.
 *
 * @param base at the fallback name itself
 * @param parts the first at {@code 1.} below that name, the second at {@code 2.}; none unless it is
 *     split
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
   * Where a part stands.
   *
   * @param part from 1
   * @param name the fallback name, as {@link RequestHash#nameUnder} gives it
   */
  public static String partName(int part, String name) {
    return part + "." + name;
  }
}
