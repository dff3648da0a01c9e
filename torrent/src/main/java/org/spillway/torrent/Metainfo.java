package org.spillway.torrent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;
import org.spillway.torrent.bencode.MalformedBencodeException;

/**
 * A metainfo file, also called .torrent: an info dictionary, and where to find its swarm.
 * Immutable.
 */
public final class Metainfo {
  /** The media type of a .torrent. */
  public static final String MEDIA_TYPE = "application/x-bittorrent";

  /** The length of the longest URL that is accepted, in bytes. */
  static final int MAX_URL = 8 * 1024;

  private final BencodeDictionary dictionary;
  private final InfoDictionary info;
  private final TorrentUrls urls;
  private final Map<Sha256, PieceLayer> pieceLayers;

  private Metainfo(
      BencodeDictionary dictionary,
      InfoDictionary info,
      TorrentUrls urls,
      Map<Sha256, PieceLayer> pieceLayers) {
    this.dictionary = dictionary;
    this.info = info;
    this.urls = urls;
    this.pieceLayers = Map.copyOf(pieceLayers);
  }

  /**
   * Reads a metainfo file. Keys that the BEPs above do not name are kept and written back.
   *
   * @throws MalformedMetainfoException if the bytes are not a metainfo file; the message names the
   *     key or the byte
   */
  public static Metainfo parse(byte[] bytes) throws MalformedMetainfoException {
    try {
      if (Bencode.decode(bytes) instanceof BencodeDictionary dictionary) {
        return parse(dictionary);
      }
    } catch (MalformedBencodeException e) {
      throw new MalformedMetainfoException(e);
    }
    throw new MalformedMetainfoException("byte 0", "a metainfo file is a dictionary");
  }

  private static Metainfo parse(BencodeDictionary dictionary) throws MalformedMetainfoException {
    var fields = new Fields("", dictionary);
    var info = InfoDictionary.parse(fields.dictionary("info"));
    var urls = new TorrentUrls(announceTiers(fields), urls(fields, "url-list"));
    return new Metainfo(dictionary, info, urls, pieceLayers(fields, info));
  }

  /** Makes the metainfo file of a single file. */
  public static Metainfo ofFile(String name, FileHashes hashes, TorrentUrls urls) {
    List<PieceLayer> layers = hashes.pieceLayer().map(List::of).orElse(List.of());
    return of(InfoDictionary.ofFile(name, hashes), layers, urls);
  }

  /**
   * Makes a metainfo file.
   *
   * @param info the info dictionary
   * @param pieceLayers the piece layers of all files, or none: then they are left out, as by {@link
   *     #withoutPieceLayers()}
   * @param urls the URLs at which to find the swarm
   * @throws IllegalArgumentException if layers are missing or belong to other files
   */
  public static Metainfo of(InfoDictionary info, List<PieceLayer> pieceLayers, TorrentUrls urls) {
    var dictionary = BencodeDictionary.builder().put("info", info.toBencode());
    boolean leftOut = pieceLayers.isEmpty() && !info.layeredFiles().isEmpty();
    if (info.format().hasV2() && !leftOut) {
      dictionary.put("piece layers", bencode(pieceLayers));
    }
    try {
      return parse(dictionary.build()).withUrls(urls);
    } catch (MalformedMetainfoException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static BencodeDictionary bencode(List<PieceLayer> layers) {
    SortedMap<BencodeString, BencodeValue> entries = new TreeMap<>();
    for (PieceLayer layer : layers) {
      entries.put(BencodeString.of(layer.root().toBytes()), BencodeString.of(layer.toBytes()));
    }
    return BencodeDictionary.of(entries);
  }

  /**
   * Reads the trackers; {@code announce-list} replaces {@code announce} if both name URLs (BEP 12).
   */
  private static List<List<String>> announceTiers(Fields fields) throws MalformedMetainfoException {
    var tiers = fields.has("announce-list") ? announceList(fields) : List.<List<String>>of();
    boolean empty = tiers.stream().allMatch(List::isEmpty);
    return empty ? List.of(urls(fields, "announce")) : tiers;
  }

  private static List<List<String>> announceList(Fields fields) throws MalformedMetainfoException {
    List<List<String>> tiers = new ArrayList<>();
    for (BencodeValue tier : fields.list("announce-list")) {
      tiers.add(urls(tier, "announce-list"));
    }
    return tiers;
  }

  private static List<String> urls(Fields fields, String key) throws MalformedMetainfoException {
    var value = fields.get(key);
    return value.isPresent() ? urls(value.get(), key) : List.of();
  }

  /** Reads one URL or a list of them; empty ones, which old programs wrote, are left out. */
  private static List<String> urls(BencodeValue value, String key)
      throws MalformedMetainfoException {
    List<String> urls = new ArrayList<>();
    for (BencodeValue item : value instanceof BencodeList list ? list.values() : List.of(value)) {
      String url = url(item, key);
      if (!url.isBlank()) {
        urls.add(url);
      }
    }
    return urls;
  }

  private static String url(BencodeValue value, String key) throws MalformedMetainfoException {
    if (!(value instanceof BencodeString string)) {
      throw new MalformedMetainfoException(key, "a URL is expected");
    }
    if (string.length() > MAX_URL) {
      throw new MalformedMetainfoException(
          key, "a URL of %d bytes, at most %d".formatted(string.length(), MAX_URL));
    }
    return string.text();
  }

  private static Map<Sha256, PieceLayer> pieceLayers(Fields fields, InfoDictionary info)
      throws MalformedMetainfoException {
    if (!info.format().hasV2() || !fields.has("piece layers")) {
      return Map.of();
    }
    var entries = fields.dictionary("piece layers");
    Map<Sha256, PieceLayer> layers = new HashMap<>();
    for (TorrentFile file : info.layeredFiles()) {
      Sha256 root = file.piecesRoot().orElseThrow();
      layers.put(root, pieceLayer(entries, root, file, info.pieceLength()));
    }
    return layers;
  }

  private static PieceLayer pieceLayer(
      BencodeDictionary entries, Sha256 root, TorrentFile file, int pieceLength)
      throws MalformedMetainfoException {
    var value = entries.entries().get(BencodeString.of(root.toBytes()));
    if (!(value instanceof BencodeString string)) {
      throw new MalformedMetainfoException("piece layers", "none for " + file);
    }
    long pieces = (file.length() + pieceLength - 1) / pieceLength;
    if (string.length() != pieces * Sha256.LENGTH) {
      throw new MalformedMetainfoException(
          "piece layers",
          "%d bytes for the %d pieces of %s".formatted(string.length(), pieces, file));
    }
    var layer = new PieceLayer(string.toBytes(), pieceLength);
    if (!layer.root().equals(root)) {
      throw new MalformedMetainfoException("piece layers", "not those of " + file);
    }
    return layer;
  }

  public InfoDictionary info() {
    return info;
  }

  public TorrentUrls urls() {
    return urls;
  }

  /**
   * Returns the piece layer of the file with this root; empty for small files and if it was left
   * out.
   */
  public Optional<PieceLayer> pieceLayer(Sha256 piecesRoot) {
    return Optional.ofNullable(pieceLayers.get(piecesRoot));
  }

  Map<Sha256, PieceLayer> pieceLayers() {
    return pieceLayers;
  }

  /** Returns the same torrent with other URLs. */
  public Metainfo withUrls(TorrentUrls urls) {
    SortedMap<BencodeString, BencodeValue> entries = new TreeMap<>(dictionary.entries());
    for (String key : List.of("announce", "announce-list", "url-list")) {
      entries.remove(BencodeString.of(key));
    }
    entries.putAll(bencode(urls).entries());
    return new Metainfo(BencodeDictionary.of(entries), info, urls, pieceLayers);
  }

  private static BencodeDictionary bencode(TorrentUrls urls) {
    var entries = BencodeDictionary.builder();
    var trackers = urls.trackers();
    if (!trackers.isEmpty()) {
      entries.put("announce", trackers.get(0));
    }
    if (trackers.size() > 1) {
      var tiers = urls.announceTiers().stream().<BencodeValue>map(BencodeList::ofTexts).toList();
      entries.put("announce-list", new BencodeList(tiers));
    }
    if (!urls.webSeeds().isEmpty()) {
      entries.put("url-list", BencodeList.ofTexts(urls.webSeeds()));
    }
    return entries.build();
  }

  /**
   * Returns the torrent with the same infohashes but without {@code piece layers}, which peers send
   * when asked for hashes (BEP 52). So it is short enough for a DNS record.
   */
  public Metainfo withoutPieceLayers() {
    SortedMap<BencodeString, BencodeValue> entries = new TreeMap<>(dictionary.entries());
    entries.remove(BencodeString.of("piece layers"));
    return new Metainfo(BencodeDictionary.of(entries), info, urls, Map.of());
  }

  /** Returns the bencoded file. */
  public byte[] toBytes() {
    return dictionary.encode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Metainfo that && dictionary.equals(that.dictionary);
  }

  @Override
  public int hashCode() {
    return dictionary.hashCode();
  }

  @Override
  public String toString() {
    return info.toString();
  }
}
