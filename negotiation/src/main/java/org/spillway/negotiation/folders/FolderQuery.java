package org.spillway.negotiation.folders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import org.spillway.negotiation.fields.Accept;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.torrent.PercentEncoding;

/**
 * The part of a folder that a request asks for, and the format.
 *
 * @param after the last name of the page before; "" for the first page
 * @param limit entries at most; {@link #ALL} unless a limit is asked for
 * @param format "html", "json", or "" for what Accept prefers
 * @param json whether that comes to JSON
 */
public record FolderQuery(String after, int limit, String format, boolean json) {
  /** The longest page that can be asked for; the whole folder has no limit. */
  static final int MOST = 1000;

  static final int ALL = Integer.MAX_VALUE;

  /**
   * @throws IllegalArgumentException if a parameter of ours cannot be understood; says which
   */
  static FolderQuery of(RequestHead request) {
    String format = parameter(request, "format");
    boolean json =
        switch (format) {
          case "json" -> true;
          case "html" -> false;
          case "" -> Accept.parse(request.field("Accept")).prefers("application/json", "text/html");
          default -> throw new IllegalArgumentException("format: html or json");
        };
    return new FolderQuery(
        parameter(request, "after"), limit(parameter(request, "limit")), format, json);
  }

  private static int limit(String text) {
    if (text.isEmpty()) {
      return ALL;
    }
    if (!text.matches("0*[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("limit: a number from 1 to " + MOST);
    }
    return Math.min(MOST, Integer.parseInt(text));
  }

  /** Returns whether the query itself says that the listing is wanted, and in which form. */
  public static boolean namesFormat(RequestHead request) {
    return !parameter(request, "format").isEmpty();
  }

  boolean isLimited() {
    return limit != ALL;
  }

  /** Returns the decoded value of a parameter; empty if it is not there. */
  private static String parameter(RequestHead request, String name) {
    for (String part : request.query().split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return decode(name, part.substring(name.length() + 1));
      }
    }
    return "";
  }

  private static String decode(String name, String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": a percent sign begins two hex digits", e);
    }
  }

  /** Returns the query of the page that follows this one. */
  String next(String lastName) {
    return "?after="
        + PercentEncoding.component(lastName)
        + "&limit="
        + limit
        + (format.isEmpty() ? "" : "&format=" + format);
  }
}
