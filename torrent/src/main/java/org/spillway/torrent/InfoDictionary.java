package org.spillway.torrent;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.MalformedBencodeException;

/**
 * The part of a metainfo file from which the infohash is computed: names, lengths and hashes of the
 * content (BEP 3, BEP 52). Immutable.
 */
public final class InfoDictionary {
  private static final int SHA1_LENGTH = 20;

  private final BencodeDictionary dictionary;
  private final byte[] bytes;
  private final TorrentFormat format;
  private final String name;
  private final int pieceLength;
  private final List<TorrentFile> files;
  private final long length;
  private final long v1Length;
  private final int pieceCount;
  private final PieceMap map;
  private final byte[] pieces;
  private final @Nullable InfoHash infoHash;
  private final @Nullable InfoHashV2 infoHashV2;

  private InfoDictionary(BencodeDictionary dictionary) throws MalformedMetainfoException {
    var info = new Fields("info", dictionary);
    this.dictionary = dictionary;
    this.bytes = dictionary.encode();
    this.format = format(info);
    this.name = InfoFiles.pathPart(nameOf(dictionary), "info.name");
    this.pieceLength = pieceLength(info);
    var v1 = format.hasV1() ? List.copyOf(InfoFiles.v1(name, info)) : List.<TorrentFile>of();
    this.files = files(info, v1);
    this.v1Length = InfoFiles.totalLength(v1);
    this.length = InfoFiles.totalLength(files);
    this.pieceCount = pieceCount(info);
    this.map = new PieceMap(files, pieceLength, format.hasV2());
    this.pieces = format.hasV1() ? info.bytes("pieces") : new byte[0];
    this.infoHash = format.hasV1() ? InfoHash.ofInfo(bytes) : null;
    this.infoHashV2 = format.hasV2() ? InfoHashV2.ofInfo(bytes) : null;
    requirePieces(info);
  }

  /**
   * Reads an info dictionary.
   *
   * @throws MalformedMetainfoException if the bytes are not an info dictionary; the message names
   *     the key or the byte
   */
  public static InfoDictionary parse(byte[] bytes) throws MalformedMetainfoException {
    try {
      if (Bencode.decode(bytes) instanceof BencodeDictionary dictionary) {
        return new InfoDictionary(dictionary);
      }
    } catch (MalformedBencodeException e) {
      throw new MalformedMetainfoException(e);
    }
    throw new MalformedMetainfoException("info", "a dictionary is expected");
  }

  static InfoDictionary parse(BencodeDictionary dictionary) throws MalformedMetainfoException {
    return new InfoDictionary(dictionary);
  }

  /**
   * Makes the info dictionary of a single file. It holds nothing but what the content and the name
   * decide, so the same file gives the same infohash everywhere.
   *
   * @param name the file's own name, without a folder
   * @throws IllegalArgumentException if the name or the hashes cannot belong to such a file
   */
  public static InfoDictionary ofFile(String name, FileHashes hashes) {
    var info = BencodeDictionary.builder().put("name", name);
    info.put("piece length", hashes.pieceLength());
    if (hashes.format().hasV1()) {
      info.put("length", hashes.length()).put("pieces", hashes.v1Pieces());
    }
    if (hashes.format().hasV2()) {
      info.put("meta version", 2).put("file tree", fileTree(name, hashes));
    }
    try {
      return new InfoDictionary(info.build());
    } catch (MalformedMetainfoException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static BencodeDictionary fileTree(String name, FileHashes hashes) {
    var leaf = BencodeDictionary.builder().put("length", hashes.length());
    hashes.piecesRoot().ifPresent(root -> leaf.put("pieces root", root.toBytes()));
    var file = BencodeDictionary.builder().put("", leaf.build()).build();
    return BencodeDictionary.builder().put(name, file).build();
  }

  private static TorrentFormat format(Fields info) throws MalformedMetainfoException {
    if (!info.has("meta version")) {
      return TorrentFormat.V1;
    }
    long version = info.size("meta version");
    if (version == 1) {
      return TorrentFormat.V1;
    }
    if (version != 2) {
      throw info.wrong("meta version", "1 or 2, not " + version);
    }
    return info.has("pieces") ? TorrentFormat.HYBRID : TorrentFormat.V2;
  }

  private static BencodeString nameOf(BencodeDictionary dictionary)
      throws MalformedMetainfoException {
    return dictionary
        .get("name", BencodeString.class)
        .orElseThrow(() -> new MalformedMetainfoException("info.name", "a string is expected"));
  }

  private int pieceLength(Fields info) throws MalformedMetainfoException {
    long value = info.size("piece length");
    if (value == 0 || value > Integer.MAX_VALUE) {
      throw info.wrong("piece length", "1 to 2147483647, not " + value);
    }
    if (format.hasV2() && !PieceLength.isValidV2(value)) {
      throw info.wrong("piece length", "a power of two from 16384 up, not " + value);
    }
    return (int) value;
  }

  private List<TorrentFile> files(Fields info, List<TorrentFile> v1)
      throws MalformedMetainfoException {
    if (!format.hasV2()) {
      return v1;
    }
    var v2 = InfoFiles.v2(info);
    if (format.hasV1()) {
      InfoFiles.requireSame(v1, v2, pieceLength);
    }
    return List.copyOf(v2);
  }

  private void requirePieces(Fields info) throws MalformedMetainfoException {
    if (format.hasV1() && pieces.length != (long) pieceCount * SHA1_LENGTH) {
      throw info.wrong(
          "pieces", "%d bytes for %d pieces of 20 bytes".formatted(pieces.length, pieceCount));
    }
  }

  /** Returns the number of pieces. In v2 and in hybrids every file begins at a piece of its own. */
  private int pieceCount(Fields info) throws MalformedMetainfoException {
    long count =
        format.hasV2()
            ? files.stream().mapToLong(f -> InfoFiles.pieces(f.length(), pieceLength)).sum()
            : InfoFiles.pieces(length, pieceLength);
    if (count > Integer.MAX_VALUE) {
      throw info.wrong("piece length", count + " pieces are too many");
    }
    return (int) count;
  }

  public TorrentFormat format() {
    return format;
  }

  /** Returns the file's name, or the folder's if there are several files. */
  public String name() {
    return name;
  }

  /** Returns the length of all files together, including the padding of a v1 torrent, in bytes. */
  public long length() {
    return length;
  }

  /** Returns the length of every piece but the last, in bytes. */
  public int pieceLength() {
    return pieceLength;
  }

  public int pieceCount() {
    return pieceCount;
  }

  /**
   * Returns the length of one piece, in bytes. Only the last piece may be shorter than the others,
   * but in v2 and in hybrids the last piece of every file. The padding of a v1 torrent counts, that
   * of a hybrid does not.
   *
   * @throws IndexOutOfBoundsException unless the piece is from 0 to {@link #pieceCount()} − 1
   */
  public int pieceSize(int piece) {
    return map.size(Objects.checkIndex(piece, pieceCount));
  }

  /**
   * Returns the parts of files that make up a piece, in their order. Together they are as long as
   * {@link #pieceSize}. Those of padding files are among them.
   *
   * @throws IndexOutOfBoundsException unless the piece is from 0 to {@link #pieceCount()} − 1
   */
  public List<FilePart> parts(int piece) {
    return map.parts(Objects.checkIndex(piece, pieceCount));
  }

  /** Returns the file of a piece of a v2 torrent or a hybrid, where a piece belongs to one file. */
  TorrentFile fileOf(int piece) {
    return files.get(map.firstFile(Objects.checkIndex(piece, pieceCount)));
  }

  /** Returns the number of a piece within its file. */
  int pieceWithinFile(int piece) {
    return map.pieceWithinFile(Objects.checkIndex(piece, pieceCount));
  }

  /**
   * Returns how many zeros the v1 hash of a piece covers behind the piece's content. They stand for
   * the padding files of a hybrid.
   *
   * @throws IndexOutOfBoundsException unless the piece is from 0 to {@link #pieceCount()} − 1
   */
  public int v1Padding(int piece) {
    long start = (long) Objects.checkIndex(piece, pieceCount) * pieceLength;
    return (int) Math.min(pieceLength, v1Length - start) - map.size(piece);
  }

  /** Returns the files without the padding files of a hybrid, which its v2 half does not have. */
  public List<TorrentFile> files() {
    return files;
  }

  /**
   * Returns the files whose piece hashes stand in {@code piece layers} of the metainfo file,
   * because they are longer than a piece (BEP 52).
   */
  public List<TorrentFile> layeredFiles() {
    return files.stream().filter(file -> format.hasV2() && file.length() > pieceLength).toList();
  }

  /** Returns whether the torrent is one file that is called {@link #name()}. */
  public boolean isSingleFile() {
    return dictionary.get("files").isEmpty()
        && files.size() == 1
        && files.get(0).path().equals(List.of(name));
  }

  /** Returns whether peers may come from the tracker only (BEP 27). */
  public boolean isPrivate() {
    return dictionary
        .get("private", BencodeInteger.class)
        .filter(flag -> flag.value() == 1)
        .isPresent();
  }

  /**
   * Returns the SHA-1 that a piece must have; empty in a torrent without v1 hashes.
   *
   * @throws IndexOutOfBoundsException unless the piece is from 0 to {@link #pieceCount()} − 1
   */
  public Optional<byte[]> v1PieceHash(int piece) {
    if (!format.hasV1()) {
      return Optional.empty();
    }
    int start = Objects.checkIndex(piece, pieceCount) * SHA1_LENGTH;
    return Optional.of(Arrays.copyOfRange(pieces, start, start + SHA1_LENGTH));
  }

  /** Returns the v1 infohash; empty if the torrent is v2 only. */
  public Optional<InfoHash> infoHash() {
    return Optional.ofNullable(infoHash);
  }

  /** Returns the v2 infohash; empty if the torrent is v1 only. */
  public Optional<InfoHashV2> infoHashV2() {
    return Optional.ofNullable(infoHashV2);
  }

  /**
   * Returns the 20 bytes that name the torrent in handshakes, announces and scrapes: the v1
   * infohash if there is one, otherwise the truncated v2 infohash (BEP 52).
   */
  public InfoHash swarmHash() {
    return infoHash().or(() -> infoHashV2().map(InfoHashV2::truncated)).orElseThrow();
  }

  /** Returns every hash that a handshake may name this torrent by; a hybrid has two. */
  public List<InfoHash> swarmHashes() {
    return Stream.concat(infoHash().stream(), infoHashV2().map(InfoHashV2::truncated).stream())
        .toList();
  }

  BencodeDictionary toBencode() {
    return dictionary;
  }

  /** Returns the bencoded dictionary, from which the infohash is computed. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InfoDictionary that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "%s %s, %d bytes, %s".formatted(format, name, length(), swarmHash());
  }
}
