package org.spillway.negotiation.fields;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells the family of a client by its User-Agent field (RFC 9110 §10.1.5). */
public final class UserAgents {
  /** The family of clients that are not on the list, or do not say what they are. */
  public static final String OTHERS = "other";

  /** The families by the first product of the field, in lower case and without the version. */
  private static final Map<String, String> FAMILIES =
      Map.ofEntries(
          Map.entry("aria2", "aria2"),
          Map.entry("aws-cli", "aws"),
          Map.entry("aws-sdk-java", "aws"),
          Map.entry("boto3", "aws"),
          Map.entry("btwebclient", "utorrent"),
          Map.entry("curl", "curl"),
          Map.entry("debian apt-http", "apt"),
          Map.entry("deluge", "deluge"),
          Map.entry("go-http-client", "go"),
          Map.entry("java-http-client", "java"),
          Map.entry("libtorrent", "libtorrent"),
          Map.entry("minio", "minio"),
          Map.entry("node", "node"),
          Map.entry("python-requests", "python"),
          Map.entry("python-urllib", "python"),
          Map.entry("qbittorrent", "qbittorrent"),
          Map.entry("rclone", "rclone"),
          Map.entry("rtorrent", "rtorrent"),
          Map.entry("spillway", "spillway"),
          Map.entry("transmission", "transmission"),
          Map.entry("webtorrent", "webtorrent"),
          Map.entry("wget", "wget"),
          Map.entry("wget2", "wget"));

  /**
   * The words by which browsers are told apart behind "Mozilla", in the order in which they count:
   * each browser also names those that come after it.
   */
  private static final List<String> BROWSERS = List.of("Firefox", "Edg", "Chrome", "Safari");

  private UserAgents() {}

  /** Returns one word of a fixed list, in lower case. */
  public static String family(String userAgent) {
    int end = userAgent.indexOf('/');
    String product = end < 0 ? userAgent : userAgent.substring(0, end);
    return product.equals("Mozilla")
        ? browser(userAgent)
        : FAMILIES.getOrDefault(product.toLowerCase(Locale.ROOT), OTHERS);
  }

  private static String browser(String userAgent) {
    return BROWSERS.stream()
        .filter(userAgent::contains)
        .findFirst()
        .map(name -> name.equals("Edg") ? "edge" : name.toLowerCase(Locale.ROOT))
        .orElse(OTHERS);
  }
}
