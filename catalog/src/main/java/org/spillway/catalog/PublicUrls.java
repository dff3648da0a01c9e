package org.spillway.catalog;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.spillway.torrent.PercentEncoding;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.fallback.RequestHash;

/**
 * How the world reaches what is offered. All of it comes from configuration or from this machine's
 * own addresses and names; a request can choose among these, but never add to them.
 *
 * @param base the URL of the content's root, without a final slash
 * @param announceTiers announce URLs of the trackers (BEP 12)
 * @param seedBases URLs under which each path is served without negotiation; they have no final
 *     slash. One that ends in {@value #VERSIONS} has a path for each version of a file, as {@link
 *     SeedVersion} names it, so that a client with an old torrent never gets bytes of a newer file
 * @param mirrors other places of the content's root
 */
public record PublicUrls(
    URI base, List<List<String>> announceTiers, List<String> seedBases, List<Mirror> mirrors) {
  /** The end of a web seed's URL that knows versions. */
  public static final String VERSIONS = "/~";

  public PublicUrls {
    boolean http =
        "http".equalsIgnoreCase(base.getScheme()) || "https".equalsIgnoreCase(base.getScheme());
    if (!http || !BaseUrl.isValid(base)) {
      throw new IllegalArgumentException("base must be http(s)://HOST[:PORT][/PATH], was " + base);
    }
    seedBases.forEach(seed -> BaseUrl.require("seedBases", seed));
    base = URI.create(BaseUrl.withoutFinalSlash(base.toString()));
    announceTiers = announceTiers.stream().map(List::copyOf).toList();
    seedBases = seedBases.stream().map(BaseUrl::withoutFinalSlash).toList();
    mirrors = List.copyOf(mirrors);
  }

  /** Returns the URL of a file. */
  public String file(String path) {
    return base + PercentEncoding.path(path);
  }

  /** Returns the mirrors of one file, with its own URLs. */
  public List<Mirror> mirrorsOf(String path) {
    return mirrors.stream().map(mirror -> mirror.file(path)).toList();
  }

  /** Returns the URLs that a torrent of any version of the file could carry. */
  public TorrentUrls of(String path) {
    return withSeeds(
        seedBases.stream().map(seed -> plain(seed) + PercentEncoding.path(path)), path);
  }

  /**
   * Returns the URLs that the file's torrent carries.
   *
   * @param content the hash of the whole file
   */
  public TorrentUrls of(String path, Sha256 content) {
    String versioned = SeedVersion.of(content).path(path);
    return withSeeds(
        seedBases.stream()
            .map(
                seed ->
                    seed.endsWith(VERSIONS)
                        ? plain(seed) + PercentEncoding.path(versioned)
                        : seed + PercentEncoding.path(path)),
        path);
  }

  private static String plain(String seed) {
    return seed.endsWith(VERSIONS) ? seed.substring(0, seed.length() - VERSIONS.length()) : seed;
  }

  private TorrentUrls withSeeds(Stream<String> seeds, String path) {
    var copies = mirrorsOf(path).stream().map(Mirror::url);
    return new TorrentUrls(announceTiers, Stream.concat(seeds, copies).toList());
  }

  /** Returns the hash of the GET by which a browser asks for the file. */
  public RequestHash requestHash(String path) {
    return RequestHash.ofTarget(base.getRawPath() + PercentEncoding.path(path));
  }
}
