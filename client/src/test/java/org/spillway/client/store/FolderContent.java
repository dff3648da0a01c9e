package org.spillway.client.store;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.FilePart;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PieceHashes;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.TorrentFile;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;

/** Several files in memory and their torrent. */
public final class FolderContent {
  private final List<Entry> entries;
  private final Metainfo metainfo;

  private FolderContent(List<Entry> entries, Metainfo metainfo) {
    this.entries = entries;
    this.metainfo = metainfo;
  }

  /** A file; the path has slashes. */
  public static final class Entry {
    private final String path;
    private final byte[] bytes;
    private final String attributes;

    /**
     * @param attributes as in BEP 47
     */
    public Entry(String path, byte[] bytes, String attributes) {
      this.path = path;
      this.bytes = bytes;
      this.attributes = attributes;
    }

    /** A file of random bytes that are the same for the same path and length. */
    public static Entry of(String path, int length) {
      byte[] bytes = new byte[length];
      new Random(path.hashCode() * 31L + length).nextBytes(bytes);
      return new Entry(path, bytes, "");
    }

    public String path() {
      return path;
    }

    public byte[] bytes() {
      return bytes;
    }

    List<String> parts() {
      return List.of(path.split("/"));
    }

    private BencodeDictionary.Builder fields() {
      var fields = BencodeDictionary.builder().put("length", bytes.length);
      return attributes.isEmpty() ? fields : fields.put("attr", attributes);
    }
  }

  /** Makes the torrent {@code album}; in v2 and hybrids its files are sorted. */
  public static FolderContent of(TorrentFormat format, int pieceLength, List<Entry> files) {
    var entries = new ArrayList<>(files);
    var info = BencodeDictionary.builder().put("name", "album").put("piece length", pieceLength);
    List<PieceLayer> layers = new ArrayList<>();
    if (format.hasV2()) {
      entries.sort(Comparator.comparing(Entry::parts, FolderContent::compare));
      info.put("meta version", 2).put("file tree", tree(entries, 0, pieceLength, layers));
    }
    if (format == TorrentFormat.HYBRID) {
      pad(entries, pieceLength);
    }
    if (format.hasV1()) {
      var list = entries.stream().<BencodeValue>map(FolderContent::v1).toList();
      info.put("files", BencodeList.of(list.toArray(BencodeValue[]::new)));
      info.put("pieces", hashes(TorrentFormat.V1, pieceLength, entries).v1Pieces());
    }
    if (format == TorrentFormat.HYBRID) {
      entries.removeIf(entry -> entry.attributes.equals("p"));
    }
    try {
      var parsed = InfoDictionary.parse(info.build().encode());
      return new FolderContent(entries, Metainfo.of(parsed, layers, TorrentUrls.NONE));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = BencodeString.of(one.get(i)).compareTo(BencodeString.of(other.get(i)));
      if (order != 0) {
        return order;
      }
    }
    return one.size() - other.size();
  }

  private static void pad(List<Entry> entries, int pieceLength) {
    List<Entry> padded = new ArrayList<>();
    int over = 0;
    for (Entry entry : entries) {
      if (entry.bytes.length > 0 && over > 0) {
        int missing = pieceLength - over;
        padded.add(new Entry(".pad/" + missing, new byte[missing], "p"));
        over = 0;
      }
      padded.add(entry);
      over = (over + entry.bytes.length) % pieceLength;
    }
    entries.clear();
    entries.addAll(padded);
  }

  private static BencodeDictionary v1(Entry entry) {
    return entry.fields().put("path", BencodeList.ofTexts(entry.parts())).build();
  }

  /** Makes the tree of sorted files that share their first folders. */
  private static BencodeDictionary tree(
      List<Entry> sorted, int depth, int pieceLength, List<PieceLayer> layers) {
    SortedMap<BencodeString, BencodeValue> nodes = new TreeMap<>();
    for (int i = 0; i < sorted.size(); ) {
      var entry = sorted.get(i);
      String name = entry.parts().get(depth);
      int end = i + 1;
      if (entry.parts().size() == depth + 1) {
        var leaf = BencodeDictionary.builder().put("", leaf(entry, pieceLength, layers)).build();
        nodes.put(BencodeString.of(name), leaf);
      } else {
        while (end < sorted.size()
            && sorted.get(end).parts().size() > depth + 1
            && sorted.get(end).parts().get(depth).equals(name)) {
          end++;
        }
        nodes.put(
            BencodeString.of(name), tree(sorted.subList(i, end), depth + 1, pieceLength, layers));
      }
      i = end;
    }
    return BencodeDictionary.of(nodes);
  }

  private static BencodeDictionary leaf(Entry entry, int pieceLength, List<PieceLayer> layers) {
    var hashes = hashes(TorrentFormat.V2, pieceLength, List.of(entry));
    hashes.pieceLayer().ifPresent(layers::add);
    var fields = entry.fields();
    hashes.piecesRoot().ifPresent(root -> fields.put("pieces root", root.toBytes()));
    return fields.build();
  }

  private static FileHashes hashes(TorrentFormat format, int pieceLength, List<Entry> entries) {
    var hasher = new FileHasher(format, pieceLength);
    entries.forEach(entry -> hasher.update(entry.bytes, 0, entry.bytes.length));
    return hasher.finish();
  }

  /** Random files of a random format. */
  static FolderContent random(Random random) {
    var format = List.of(TorrentFormat.values()).get(random.nextInt(3));
    int pieceLength =
        format.hasV2() ? (16 * 1024) << random.nextInt(3) : 100 + random.nextInt(9000);
    List<Entry> entries = new ArrayList<>();
    for (int i = random.nextInt(20); i >= 0; i--) {
      String path = "d".repeat(random.nextInt(3)) + "/" + random.nextInt(3) + "/" + i;
      boolean isSmall = random.nextInt(3) > 0;
      byte[] bytes = new byte[random.nextInt(isSmall ? 300 : 90_000)];
      random.nextBytes(bytes);
      boolean padding = format == TorrentFormat.V1 && random.nextInt(6) == 0;
      entries.add(
          padding
              ? new Entry(".pad/" + i, new byte[bytes.length], "p")
              : new Entry(path.replaceFirst("^/", ""), bytes, random.nextInt(9) == 0 ? "x" : ""));
    }
    Collections.shuffle(entries, random);
    if (entries.stream().allMatch(entry -> entry.attributes.equals("p"))) {
      entries.add(Entry.of("last", 1000));
    }
    return of(format, pieceLength, entries);
  }

  public FolderContent withUrls(TorrentUrls urls) {
    return new FolderContent(entries, metainfo.withUrls(urls));
  }

  public List<Entry> entries() {
    return entries;
  }

  public Metainfo metainfo() {
    return metainfo;
  }

  public InfoDictionary info() {
    return metainfo.info();
  }

  PieceHashes hashes() {
    return PieceHashes.of(metainfo).orElseThrow();
  }

  public byte[] piece(int piece) {
    var bytes = new ByteArrayOutputStream();
    for (FilePart part : info().parts(piece)) {
      bytes.write(entries.get(part.file()).bytes, (int) part.offset(), part.length());
    }
    return bytes.toByteArray();
  }

  /** The bytes of what is written at all, by path. */
  public SortedMap<String, byte[]> visible() {
    SortedMap<String, byte[]> visible = new TreeMap<>();
    for (int i = 0; i < entries.size(); i++) {
      TorrentFile file = info().files().get(i);
      if (!file.isPadding() && !file.isSymbolicLink()) {
        visible.put(entries.get(i).path, entries.get(i).bytes);
      }
    }
    return visible;
  }

  /** Returns the bytes of each file below a folder, by path. */
  public static SortedMap<String, byte[]> read(Path folder) throws java.io.IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
