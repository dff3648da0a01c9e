package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A magnet link: an infohash, with hints where its swarm is (BEP 9, v2 by BEP 52, BEP 53).
 * Immutable.
 */
public final class MagnetLink {
  private static final String SCHEME = "magnet:?";
  private static final String BTIH = "urn:btih:";
  private static final String BTMH = "urn:btmh:";

  /** The multihash prefix of a SHA-256: function 0x12, 32 bytes. */
  private static final String SHA256_MULTIHASH = "1220";

  private final @Nullable InfoHash infoHash;
  private final @Nullable InfoHashV2 infoHashV2;
  private final @Nullable String name;
  private final long length;
  private final TorrentUrls urls;
  private final List<String> peers;

  private MagnetLink(Builder builder) {
    if (builder.infoHash == null && builder.infoHashV2 == null) {
      throw new IllegalArgumentException("a magnet link needs an infohash");
    }
    this.infoHash = builder.infoHash;
    this.infoHashV2 = builder.infoHashV2;
    this.name = builder.name;
    this.length = builder.length;
    this.urls = new TorrentUrls(builder.trackers.stream().map(List::of).toList(), builder.webSeeds);
    this.peers = List.copyOf(builder.peers);
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the link to a known torrent, with both infohashes, name, length, trackers and web
   * seeds.
   */
  public static MagnetLink of(Metainfo metainfo) {
    var info = metainfo.info();
    var link = builder().name(info.name()).length(info.length());
    info.infoHash().ifPresent(link::infoHash);
    info.infoHashV2().ifPresent(link::infoHashV2);
    metainfo.urls().trackers().forEach(link::tracker);
    metainfo.urls().webSeeds().forEach(link::webSeed);
    return link.build();
  }

  /**
   * Reads a link. Unknown parameters and empty ones are left out; of two infohashes of one kind the
   * first counts.
   *
   * @throws MalformedMagnetLinkException if the text is not a magnet link, or has no infohash
   */
  public static MagnetLink parse(String text) throws MalformedMagnetLinkException {
    if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new MalformedMagnetLinkException("a magnet link must begin with " + SCHEME);
    }
    var link = builder();
    for (String parameter : text.substring(SCHEME.length()).split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        String key = parameter.substring(0, equals).replaceFirst("\\.\\d+$", "");
        String value = parameter.substring(equals + 1);
        if (!value.isEmpty()) {
          read(link, key, decode(value));
        }
      }
    }
    if (link.infoHash == null && link.infoHashV2 == null) {
      throw new MalformedMagnetLinkException("xt: there is no infohash");
    }
    return link.build();
  }

  private static void read(Builder link, String key, String value)
      throws MalformedMagnetLinkException {
    switch (key) {
      case "xt" -> readTopic(link, value);
      case "dn" -> link.name(value);
      case "xl" -> link.length(length(value));
      case "tr" -> link.tracker(value);
      case "ws" -> link.webSeed(value);
      case "x.pe" -> link.peer(value);
      default -> {
        // BEP 9: unknown parameters must be ignored.
      }
    }
  }

  private static void readTopic(Builder link, String topic) throws MalformedMagnetLinkException {
    try {
      if (topic.startsWith(BTIH) && link.infoHash == null) {
        link.infoHash(btih(topic.substring(BTIH.length())));
      } else if (topic.startsWith(BTMH + SHA256_MULTIHASH) && link.infoHashV2 == null) {
        link.infoHashV2(
            InfoHashV2.parse(topic.substring(BTMH.length() + SHA256_MULTIHASH.length())));
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedMagnetLinkException("xt: " + e.getMessage());
    }
  }

  /** Reads 40 hex digits, or the 32 digits of Base32 that older links have. */
  private static InfoHash btih(String text) {
    return text.length() == 32 ? InfoHash.of(Base32.decode(text)) : InfoHash.parse(text);
  }

  private static long length(String value) throws MalformedMagnetLinkException {
    if (!value.matches("[0-9]{1,18}")) {
      throw new MalformedMagnetLinkException("xl: '" + value + "' is not a length");
    }
    return Long.parseLong(value);
  }

  private static String decode(String value) throws MalformedMagnetLinkException {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedMagnetLinkException("percent-encoding is wrong in '" + value + "'");
    }
  }

  public Optional<InfoHash> infoHash() {
    return Optional.ofNullable(infoHash);
  }

  public Optional<InfoHashV2> infoHashV2() {
    return Optional.ofNullable(infoHashV2);
  }

  /** Returns the hash for handshakes and announces: v1 if there is one, otherwise v2, truncated. */
  public InfoHash swarmHash() {
    return infoHash().or(() -> infoHashV2().map(InfoHashV2::truncated)).orElseThrow();
  }

  /** Returns whether this is the info dictionary that every infohash of the link names. */
  public boolean names(InfoDictionary info) {
    boolean v1 = infoHash == null || infoHash.equals(InfoHash.ofInfo(info.toBytes()));
    boolean v2 = infoHashV2 == null || infoHashV2.equals(InfoHashV2.ofInfo(info.toBytes()));
    return v1 && v2;
  }

  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** Returns the length of the content, in bytes; it is a claim that nothing proves. */
  public OptionalLong length() {
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** Returns the trackers, each in a tier of its own, and the web seeds. */
  public TorrentUrls urls() {
    return urls;
  }

  /** Returns peers to begin with, as {@code host:port}. */
  public List<String> peers() {
    return peers;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MagnetLink && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Returns the link. */
  @Override
  public String toString() {
    List<String> parameters = new ArrayList<>();
    infoHash().ifPresent(hash -> parameters.add("xt=" + BTIH + hash));
    infoHashV2().ifPresent(hash -> parameters.add("xt=" + BTMH + SHA256_MULTIHASH + hash));
    name().ifPresent(text -> parameters.add("dn=" + PercentEncoding.component(text)));
    length().ifPresent(bytes -> parameters.add("xl=" + bytes));
    urls.trackers().forEach(url -> parameters.add("tr=" + PercentEncoding.component(url)));
    urls.webSeeds().forEach(url -> parameters.add("ws=" + PercentEncoding.component(url)));
    peers.forEach(peer -> parameters.add("x.pe=" + PercentEncoding.component(peer)));
    return SCHEME + String.join("&", parameters);
  }

  /** Collects a link's parts in any order. */
  public static final class Builder {
    private @Nullable InfoHash infoHash;
    private @Nullable InfoHashV2 infoHashV2;
    private @Nullable String name;
    private long length = -1;
    private final List<String> trackers = new ArrayList<>();
    private final List<String> webSeeds = new ArrayList<>();
    private final List<String> peers = new ArrayList<>();

    private Builder() {}

    public Builder infoHash(InfoHash hash) {
      infoHash = hash;
      return this;
    }

    public Builder infoHashV2(InfoHashV2 hash) {
      infoHashV2 = hash;
      return this;
    }

    public Builder name(String text) {
      name = text;
      return this;
    }

    /** Sets the length in bytes, 0 or more. */
    public Builder length(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("length must be 0 or more bytes, was " + bytes);
      }
      length = bytes;
      return this;
    }

    public Builder tracker(String url) {
      trackers.add(url);
      return this;
    }

    public Builder webSeed(String url) {
      webSeeds.add(url);
      return this;
    }

    /** Adds a peer, as {@code host:port}. */
    public Builder peer(String hostAndPort) {
      peers.add(hostAndPort);
      return this;
    }

    /**
     * Makes the link.
     *
     * @throws IllegalArgumentException if there is no infohash
     */
    public MagnetLink build() {
      return new MagnetLink(this);
    }
  }
}
