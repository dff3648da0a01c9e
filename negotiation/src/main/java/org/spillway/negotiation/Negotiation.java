package org.spillway.negotiation;

import java.util.Locale;
import java.util.Optional;

/** Chooses a representation by what a request says; looks at nothing else (RFC 9110 §12). */
final class Negotiation {
  static final String TORRENT_TYPE = "application/x-bittorrent";
  static final String TORRENT_CODING = "torrent";

  /** What the choice depends on. */
  static final String VARY = "Accept, Accept-Encoding";

  /** Whether header fields choose at any time, rather than under overload alone. */
  private final boolean negotiates;

  private final boolean varies;
  private final String seedPrefix;

  /**
   * @param path in the catalog
   * @param seed whether it was asked for as a web seed (BEP 19)
   */
  record Target(String path, boolean seed) {

    /**
     * What {@code /a/one.bin/one.bin} means if there is no such file: libtorrent 2.0 takes a v2
     * torrent of one file for a folder, and asks its web seed for the file within it.
     */
    Optional<String> withoutRepeatedName() {
      String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
      String name = path.substring(folder.length());
      return seed && folder.endsWith(name) ? Optional.of(folder) : Optional.empty();
    }
  }

  Negotiation(NegotiationSettings settings) {
    this.negotiates =
        switch (settings.mode()) {
          case ALWAYS -> true;
          case OVERLOAD, OFF -> false;
        };
    this.varies = settings.mode() != NegotiationMode.OFF;
    this.seedPrefix = settings.seedPath() + "/";
  }

  Target target(String path) {
    return path.startsWith(seedPrefix)
        ? new Target(path.substring(seedPrefix.length() - 1), true)
        : new Target(path, false);
  }

  /**
   * @param fileType the media type of the file itself, in lower case
   */
  Representation choose(RequestHead request, Target target, String fileType) {
    if (target.seed()) {
      return new Representation.File(false);
    }
    // Before Range: who resumes the download of a .torrent must not get the file's bytes.
    if (names(request.query(), "torrent")) {
      return new Representation.Torrent(true);
    }
    // Clients repeat their Accept when they fetch ranges from web seeds, and want the file there.
    if (!request.field("Range").isEmpty()) {
      return new Representation.File(varies);
    }
    return negotiates && prefersTorrent(request, fileType)
        ? new Representation.Torrent(false)
        : new Representation.File(varies);
  }

  /** Whether a request that gets the file can have the torrent instead, under overload. */
  boolean takesTorrent(RequestHead request, Target target, String fileType) {
    return varies
        && !target.seed()
        && request.field("Range").isEmpty()
        && prefersTorrent(request, fileType);
  }

  /** Whether a query has the parameter, without a value or with an empty one. */
  private static boolean names(String query, String parameter) {
    int start = 0;
    while (start < query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      int nameEnd = end > start && query.charAt(end - 1) == '=' ? end - 1 : end;
      boolean sameLength = nameEnd - start == parameter.length();
      if (sameLength && query.startsWith(parameter, start)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  /** Nearly every request mentions neither, and is not parsed any further. */
  private static boolean prefersTorrent(RequestHead request, String fileType) {
    String acceptEncoding = request.field("Accept-Encoding");
    String accept = request.field("Accept");
    boolean coding = mentions(acceptEncoding, TORRENT_CODING);
    boolean type = mentions(accept, TORRENT_TYPE);
    if (!coding && !type) {
      return false;
    }
    var types = Accept.parse(accept);
    if (type && types.preferTorrentTo(fileType)) {
      return true;
    }
    return coding
        && AcceptEncoding.parse(acceptEncoding).prefersTorrent()
        && !types.refuseTorrent();
  }

  private static boolean mentions(String field, String name) {
    return field.length() >= name.length() && field.toLowerCase(Locale.ROOT).contains(name);
  }
}
