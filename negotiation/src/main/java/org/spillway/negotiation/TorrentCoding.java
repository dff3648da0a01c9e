package org.spillway.negotiation;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.spillway.negotiation.fields.MediaTypes;

/**
 * The files whose torrent {@code Accept-Encoding: torrent} can select. A browser sends that field
 * with every request, so what it would show must come as it is: a page must stay a page. {@code
 * Accept: application/x-bittorrent} and {@code ?torrent} name the torrent and are not limited.
 *
 * @param minSize length in bytes from which on a file is long enough
 * @param showTypes media ranges that browsers show, such as {@code text/*} or {@code
 *     application/pdf}; kept in lower case
 */
public record TorrentCoding(long minSize, List<String> showTypes) {
  private static final String TOKEN = "[!#$%&'+.^_`|~0-9a-z-]+";
  private static final Pattern RANGE = Pattern.compile("\\*/\\*|" + TOKEN + "/(\\*|" + TOKEN + ")");

  public static final TorrentCoding DEFAULT =
      new TorrentCoding(
          1024 * 1024,
          List.of(
              "text/*",
              "image/*",
              "audio/*",
              "video/*",
              "font/*",
              "application/pdf",
              "application/json",
              "application/xml",
              "application/xhtml+xml",
              "application/javascript",
              "application/wasm"));

  /** The coding selects the torrent of every file. */
  public static final TorrentCoding OF_ALL = new TorrentCoding(0, List.of());

  public TorrentCoding {
    if (minSize < 0) {
      throw new IllegalArgumentException("minSize must be 0 or more bytes, was " + minSize);
    }
    showTypes = showTypes.stream().map(TorrentCoding::range).toList();
  }

  private static String range(String text) {
    String range = text.toLowerCase(Locale.ROOT);
    if (!RANGE.matcher(range).matches()) {
      throw new IllegalArgumentException(
          "showTypes has '%s', which is not a media range such as text/* or application/pdf"
              .formatted(text));
    }
    return range;
  }

  /**
   * Returns whether the coding can select the torrent of a file; a .torrent itself is never meant.
   *
   * @param length in bytes
   * @param type media type in lower case, without parameters
   */
  boolean covers(long length, String type) {
    return length >= minSize
        && !type.equals(MediaTypes.TORRENT)
        && showTypes.stream().noneMatch(range -> isIn(range, type));
  }

  private static boolean isIn(String range, String type) {
    boolean family =
        range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
    return family || range.equals(type) || range.equals("*/*");
  }
}
