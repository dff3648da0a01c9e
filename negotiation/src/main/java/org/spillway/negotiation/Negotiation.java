package org.spillway.negotiation;

import java.util.Optional;
import org.spillway.catalog.SeedVersion;
import org.spillway.negotiation.answers.FileKind;
import org.spillway.negotiation.answers.Representation;
import org.spillway.negotiation.fields.Accept;
import org.spillway.negotiation.fields.AcceptEncoding;
import org.spillway.negotiation.fields.MediaTypes;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.negotiation.folders.FolderAnswer;

/** Chooses a representation by the request alone (RFC 9110 §12). */
final class Negotiation {
  /** Is true if header fields always choose, not only under overload. */
  private final boolean negotiates;

  private final boolean varies;
  private final boolean metalink;
  private final boolean redirects;
  private final String seedPrefix;

  /**
   * @param path the path in the catalog
   * @param seed whether the file was asked for as a web seed (BEP 19)
   * @param version the digits of the version that is asked for; empty for any
   */
  record Target(String path, boolean seed, String version) {
    Target(String path, boolean seed) {
      this(path, seed, "");
    }

    /** Returns the file that a folder shows in its own place, if there is one. */
    Target ownPage() {
      return new Target(path + FolderAnswer.OWN_PAGE, seed, version);
    }

    /** Returns the target that is meant if the path begins with a version and not with a folder. */
    Optional<Target> versioned() {
      return seed
          ? SeedVersion.parse(path)
              .map(found -> new Target(found.path(), true, found.version().digits()))
          : Optional.empty();
    }

    /**
     * Returns the path that {@code /a/one.bin/one.bin} means if there is no such file: libtorrent
     * 2.0 takes a v2 torrent of one file for a folder, and asks its web seed for the file in it.
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
    this.metalink = settings.metalink();
    this.redirects = settings.redirect();
    this.seedPrefix = settings.seedPath() + "/";
  }

  Target target(String path) {
    return path.startsWith(seedPrefix)
        ? new Target(path.substring(seedPrefix.length() - 1), true)
        : new Target(path, false);
  }

  /**
   * Returns whether header fields can select a description of the file. If not, its answers do not
   * depend on them, and a cache needs one copy.
   *
   * @param type of the file
   */
  boolean describes(String type, boolean hasTorrent) {
    return (hasTorrent && !type.equals(MediaTypes.TORRENT))
        || (metalink && !type.equals(MediaTypes.METALINK));
  }

  Representation choose(RequestHead request, Target target, FileKind file) {
    if (target.seed()) {
      return new Representation.File(false);
    }
    // This comes before Range: a client that resumes the download of a .torrent must not get bytes
    // of the file.
    var named = named(request.query());
    if (named.isPresent()) {
      return named.get();
    }
    if (mayLackRange(request)) {
      return file(false);
    }
    // Clients repeat their Accept when they fetch ranges from web seeds, and want the file there.
    if (!request.field("Range").isEmpty()) {
      return new Representation.File(varies);
    }
    Optional<? extends Representation> wish =
        negotiates ? preferred(request, file) : Optional.empty();
    return wish.isPresent() ? wish.get() : file(varies);
  }

  /**
   * Returns the file, from here or from a mirror, for a request that asks neither for a range nor
   * for another representation.
   */
  private Representation file(boolean varies) {
    return redirects ? new Representation.AtMirror(varies) : new Representation.File(varies);
  }

  /** Returns the representation that a request can get in place of the file under overload. */
  Optional<Representation.Description> instead(RequestHead request, Target target, FileKind file) {
    boolean wishes = varies && !target.seed() && request.field("Range").isEmpty();
    return wishes ? preferred(request, file) : Optional.empty();
  }

  private static Optional<Representation> named(String query) {
    if (query.isEmpty()) {
      return Optional.empty();
    }
    if (names(query, "torrent")) {
      return Optional.of(new Representation.Torrent(true));
    }
    if (names(query, "meta4")) {
      return Optional.of(new Representation.Metalink(true));
    }
    if (names(query, "magnet")) {
      return Optional.of(new Representation.Magnet());
    }
    return names(query, "swarm") ? Optional.of(new Representation.SwarmPage()) : Optional.empty();
  }

  /** Returns whether the query asks for the torrent, as GetObjectTorrent does. */
  static boolean namesTorrent(RequestHead request, Target target) {
    return !target.seed() && names(request.query(), "torrent");
  }

  /** Returns whether a query has the parameter, without a value or with an empty one. */
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

  /**
   * Returns the representation that header fields prefer to the file. Nearly every request mentions
   * none, and its fields are not parsed.
   */
  private Optional<Representation.Description> preferred(RequestHead request, FileKind file) {
    String acceptEncoding = request.field("Accept-Encoding");
    String accept = request.field("Accept");
    boolean coding = file.byCoding() && mentions(acceptEncoding, AcceptEncoding.TORRENT);
    boolean type = mentions(accept, MediaTypes.TORRENT);
    boolean description = metalink && mentions(accept, MediaTypes.METALINK);
    boolean mentioned = coding || type || description;
    if (!mentioned || mayLackRange(request)) {
      return Optional.empty();
    }
    var types = Accept.parse(accept);
    int torrent = type ? preference(types, MediaTypes.TORRENT, file.type()) : 0;
    int meta4 = description ? preference(types, MediaTypes.METALINK, file.type()) : 0;
    boolean coded =
        coding
            && AcceptEncoding.parse(acceptEncoding).prefersTorrent()
            && !types.refuses(MediaTypes.TORRENT);
    if (coded || (torrent > 0 && torrent >= meta4)) {
      return Optional.of(new Representation.Torrent(false));
    }
    return meta4 > 0 ? Optional.of(new Representation.Metalink(false)) : Optional.empty();
  }

  /**
   * Returns the weight of a type that describes the file, or 0 if the file itself is of this type,
   * and is meant.
   */
  private static int preference(Accept types, String type, String fileType) {
    return fileType.equals(type) ? 0 : types.preference(type, fileType);
  }

  /**
   * Returns whether a cache may have removed Range from the request. Varnish fetches the whole of
   * what it might store, and cuts out the range of its client: from a torrent it would cut a slice
   * that the client takes for one of the file. Only the field X-Varnish, which it adds, tells that
   * there may have been a Range. No field of such a request selects the torrent, so its answer has
   * no Vary, with which Varnish would keep a copy for each browser.
   */
  private static boolean mayLackRange(RequestHead request) {
    return !request.field("X-Varnish").isEmpty();
  }

  private static boolean mentions(String field, String name) {
    int last = field.length() - name.length();
    for (int i = 0; i <= last; i++) {
      if (field.regionMatches(true, i, name, 0, name.length())) {
        return true;
      }
    }
    return false;
  }
}
