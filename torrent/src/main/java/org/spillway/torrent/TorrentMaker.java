package org.spillway.torrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;

/**
 * Makes the torrent of a file or a folder, whose pieces are hashed in any order and by several
 * threads. The torrent of a file is the same as that of {@link Metainfo#ofFile}. In hybrids,
 * padding files bring each file to a piece of its own (BEP 47). Safe for use by many threads.
 */
public final class TorrentMaker {
  private static final int SHA1 = 20;

  /** The folder of padding files, by convention (BEP 47). */
  private static final String PADDING = ".pad";

  private final String name;
  private final TorrentFormat format;
  private final int pieceLength;
  private final boolean isPrivate;
  private final boolean isFolder;
  private final List<Entry> files;
  private final PieceMap map;
  private final int pieceCount;
  private final byte[] sha1s;
  private final byte[] sha256s;
  private final BitSet hashed = new BitSet();

  private TorrentMaker(
      String name, List<Entry> files, boolean isFolder, Settings settings, int pieceCount) {
    this.name = name;
    this.files = files;
    this.isFolder = isFolder;
    this.format = settings.format;
    this.pieceLength = settings.pieceLength;
    this.isPrivate = settings.isPrivate;
    this.map = new PieceMap(files.stream().map(Entry::file).toList(), pieceLength, format.hasV2());
    this.pieceCount = pieceCount;
    this.sha1s = new byte[format.hasV1() ? pieceCount * SHA1 : 0];
    this.sha256s = new byte[format.hasV2() ? pieceCount * Sha256.LENGTH : 0];
  }

  /**
   * A file of a torrent.
   *
   * @param path the folders below the torrent's own folder, and the file's name
   * @param length the length in bytes
   * @param isExecutable whether the file is a program to run (BEP 47)
   */
  public record Entry(List<String> path, long length, boolean isExecutable) {
    public Entry {
      path = List.copyOf(path);
      if (path.isEmpty() || length < 0) {
        throw new IllegalArgumentException(
            "a file must have a name and a length of 0 or more, was %s, %d"
                .formatted(path, length));
      }
    }

    private TorrentFile file() {
      return new TorrentFile(path, length, "", null);
    }

    private BencodeDictionary.Builder fields() {
      var fields = BencodeDictionary.builder().put("length", length);
      return isExecutable ? fields.put("attr", "x") : fields;
    }
  }

  /**
   * Says which kind of torrent is made.
   *
   * @param pieceLength the length of a piece in bytes; with v2 a power of two from 16 KiB up
   * @param isPrivate whether peers may come from the tracker only (BEP 27), which is part of the
   *     infohash
   */
  public record Settings(TorrentFormat format, int pieceLength, boolean isPrivate) {
    public Settings {
      if (pieceLength <= 0 || (format.hasV2() && !PieceLength.isValidV2(pieceLength))) {
        throw new IllegalArgumentException(
            "pieceLength must be greater than 0, and a power of two from 16 KiB up with v2, was "
                + pieceLength);
      }
    }
  }

  /** Begins the torrent of a single file. */
  public static TorrentMaker ofFile(String name, long length, Settings settings) {
    return of(name, List.of(new Entry(List.of(name), length, false)), false, settings);
  }

  /**
   * Begins the torrent of a folder.
   *
   * @param files the files, at least one; their order does not count
   * @throws IllegalArgumentException if there are none, or too many pieces
   */
  public static TorrentMaker ofFolder(String name, List<Entry> files, Settings settings) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a torrent must have a file");
    }
    List<Entry> sorted = new ArrayList<>(files);
    sorted.sort((one, other) -> compare(one.path, other.path));
    return of(name, List.copyOf(sorted), true, settings);
  }

  private static TorrentMaker of(
      String name, List<Entry> files, boolean isFolder, Settings settings) {
    long pieces =
        settings.format.hasV2()
            ? files.stream().mapToLong(f -> InfoFiles.pieces(f.length, settings.pieceLength)).sum()
            : InfoFiles.pieces(files.stream().mapToLong(Entry::length).sum(), settings.pieceLength);
    if (pieces > Integer.MAX_VALUE / Sha256.LENGTH) {
      throw new IllegalArgumentException(
          "%d pieces are too many; the pieces must be longer than %d bytes"
              .formatted(pieces, settings.pieceLength));
    }
    return new TorrentMaker(name, files, isFolder, settings, (int) pieces);
  }

  /** Compares paths as the file tree of v2 is sorted: folder by folder, byte by byte (BEP 52). */
  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = BencodeString.of(one.get(i)).compareTo(BencodeString.of(other.get(i)));
      if (order != 0) {
        return order;
      }
    }
    return one.size() - other.size();
  }

  /** Returns the files in the order in which they stand in the torrent. */
  public List<Entry> files() {
    return files;
  }

  public int pieceCount() {
    return pieceCount;
  }

  /**
   * Returns the parts of the files that make up a piece; each has the index of its file in {@link
   * #files}.
   */
  public List<FilePart> parts(int piece) {
    return map.parts(piece);
  }

  /** Returns the length of a piece in bytes, without padding. */
  public int pieceSize(int piece) {
    return map.size(piece);
  }

  /**
   * Hashes a piece.
   *
   * @param content exactly the piece
   */
  public void hash(int piece, byte[] content) {
    if (content.length != pieceSize(piece)) {
      throw new IllegalArgumentException(
          "piece %d must have %d bytes, had %d".formatted(piece, pieceSize(piece), content.length));
    }
    if (format.hasV1()) {
      hashV1(piece, content);
    }
    if (format.hasV2()) {
      hashV2(piece, content);
    }
    synchronized (hashed) {
      hashed.set(piece);
    }
  }

  private void hashV1(int piece, byte[] content) {
    var digest = Digests.sha1();
    digest.update(content);
    if (format.hasV2() && piece < pieceCount - 1) {
      digest.update(new byte[pieceLength - content.length]);
    }
    System.arraycopy(digest.digest(), 0, sha1s, piece * SHA1, SHA1);
  }

  private void hashV2(int piece, byte[] content) {
    var digest = Digests.sha256();
    int blocks = (content.length + MerkleTree.BLOCK - 1) / MerkleTree.BLOCK;
    byte[] hashes = new byte[blocks * Sha256.LENGTH];
    for (int block = 0; block < blocks; block++) {
      int start = block * MerkleTree.BLOCK;
      digest.update(content, start, Math.min(MerkleTree.BLOCK, content.length - start));
      System.arraycopy(digest.digest(), 0, hashes, block * Sha256.LENGTH, Sha256.LENGTH);
    }
    boolean isWholeFile = files.get(map.firstFile(piece)).length <= pieceLength;
    int width = isWholeFile ? MerkleTree.widthFor(content.length) : pieceLength / MerkleTree.BLOCK;
    byte[] root = MerkleTree.rootOfBlocks(hashes, width);
    System.arraycopy(root, 0, sha256s, piece * Sha256.LENGTH, Sha256.LENGTH);
  }

  /**
   * Returns the torrent, once every piece is hashed.
   *
   * @throws IllegalStateException if a piece is missing
   * @throws IllegalArgumentException if a name or a path cannot stand in a torrent
   */
  public Metainfo finish(TorrentUrls urls) {
    synchronized (hashed) {
      if (hashed.cardinality() < pieceCount) {
        throw new IllegalStateException("piece %d is missing".formatted(hashed.nextClearBit(0)));
      }
    }
    List<PieceLayer> layers = new ArrayList<>();
    var info = BencodeDictionary.builder().put("name", name).put("piece length", pieceLength);
    if (format.hasV2()) {
      info.put("meta version", 2).put("file tree", fileTree(layers));
    }
    if (format.hasV1()) {
      info.put("pieces", sha1s);
      if (isFolder) {
        info.put("files", new BencodeList(v1Files()));
      } else {
        info.put("length", files.get(0).length);
      }
    }
    if (isPrivate) {
      info.put("private", 1);
    }
    try {
      return Metainfo.of(InfoDictionary.parse(info.build()), layers, urls);
    } catch (MalformedMetainfoException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private List<BencodeValue> v1Files() {
    List<BencodeValue> list = new ArrayList<>();
    int missing = 0;
    for (Entry file : files) {
      if (format.hasV2() && missing > 0 && file.length > 0) {
        list.add(padding(missing));
        missing = 0;
      }
      list.add(file.fields().put("path", BencodeList.ofTexts(file.path)).build());
      if (file.length > 0) {
        missing = (int) Math.floorMod(-file.length, (long) pieceLength);
      }
    }
    return list;
  }

  private static BencodeDictionary padding(int length) {
    return BencodeDictionary.builder()
        .put("attr", "p")
        .put("length", length)
        .put("path", BencodeList.ofTexts(List.of(PADDING, String.valueOf(length))))
        .build();
  }

  /** Makes the file tree, and adds the piece layers of the files that have one. */
  private BencodeDictionary fileTree(List<PieceLayer> layers) {
    var root = new Folder();
    int piece = 0;
    for (Entry file : files) {
      int pieces = (int) InfoFiles.pieces(file.length, pieceLength);
      var leaf = file.fields();
      if (pieces > 0) {
        byte[] hashes =
            Arrays.copyOfRange(sha256s, piece * Sha256.LENGTH, (piece + pieces) * Sha256.LENGTH);
        leaf.put("pieces root", root(hashes, pieces, layers).toBytes());
      }
      root.put(file.path, leaf.build());
      piece += pieces;
    }
    return root.bencode();
  }

  private Sha256 root(byte[] hashes, int pieces, List<PieceLayer> layers) {
    if (pieces == 1) {
      return Sha256.of(hashes);
    }
    var layer = new PieceLayer(hashes, pieceLength);
    layers.add(layer);
    return layer.root();
  }

  /** A folder of the file tree. */
  private static final class Folder {
    private final SortedMap<BencodeString, BencodeValue> files = new TreeMap<>();
    private final SortedMap<BencodeString, Folder> folders = new TreeMap<>();

    void put(List<String> path, BencodeDictionary leaf) {
      var name = BencodeString.of(path.get(0));
      if (path.size() == 1) {
        files.put(name, BencodeDictionary.builder().put("", leaf).build());
      } else {
        folders.computeIfAbsent(name, key -> new Folder()).put(path.subList(1, path.size()), leaf);
      }
    }

    BencodeDictionary bencode() {
      SortedMap<BencodeString, BencodeValue> all = new TreeMap<>(files);
      folders.forEach((name, folder) -> all.put(name, folder.bencode()));
      return BencodeDictionary.of(all);
    }
  }
}
