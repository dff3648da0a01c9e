package org.spillway.torrent;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;

/** Reads the two ways in which an info dictionary names its files. */
final class InfoFiles {
  /** The most folders and names in one path, as many as levels of a file tree can be decoded. */
  private static final int MAX_DEPTH = Bencode.MAX_DEPTH;

  private InfoFiles() {}

  /** Reads {@code length}, or {@code files} (BEP 3). */
  static List<TorrentFile> v1(String name, Fields info) throws MalformedMetainfoException {
    if (info.has("length")) {
      if (info.has("files")) {
        throw info.wrong("files", "'length' stands beside it; a torrent has one of them");
      }
      return List.of(new TorrentFile(List.of(name), info.size("length"), "", null));
    }
    List<TorrentFile> files = new ArrayList<>();
    for (BencodeValue value : info.list("files")) {
      files.add(v1File(value, "info.files[" + files.size() + "]"));
    }
    if (files.isEmpty()) {
      throw info.wrong("files", "no file at all");
    }
    return files;
  }

  private static TorrentFile v1File(BencodeValue value, String place)
      throws MalformedMetainfoException {
    if (!(value instanceof BencodeDictionary dictionary)) {
      throw new MalformedMetainfoException(place, "a dictionary is expected");
    }
    var fields = new Fields(place, dictionary);
    String attributes = attributes(dictionary);
    return new TorrentFile(path(fields, place), length(fields, attributes), attributes, null);
  }

  private static List<String> path(Fields fields, String place) throws MalformedMetainfoException {
    List<String> path = new ArrayList<>();
    for (BencodeValue part : fields.list("path")) {
      if (!(part instanceof BencodeString string)) {
        throw fields.wrong("path", "strings are expected");
      }
      if (path.size() == MAX_DEPTH) {
        throw fields.wrong("path", "more than " + MAX_DEPTH + " names");
      }
      path.add(pathPart(string, place + ".path"));
    }
    if (path.isEmpty()) {
      throw fields.wrong("path", "no name at all");
    }
    return path;
  }

  /**
   * Returns the letters of {@code attr} that are known here: padding, executable, link (BEP 47).
   */
  private static String attributes(BencodeDictionary file) {
    String text = file.get("attr", BencodeString.class).map(BencodeString::text).orElse("");
    return text.isEmpty() ? "" : text.replaceAll("[^plx]", "");
  }

  /** Reads the length. That of a symbolic link means nothing, and it may be missing (BEP 47). */
  private static long length(Fields fields, String attributes) throws MalformedMetainfoException {
    return attributes.contains("l") ? 0 : fields.size("length");
  }

  /** Reads {@code file tree} (BEP 52), depth first, which is the order of the files' pieces. */
  static List<TorrentFile> v2(Fields info) throws MalformedMetainfoException {
    List<TorrentFile> files = new ArrayList<>();
    collect(info.dictionary("file tree"), List.of(), files);
    if (files.isEmpty()) {
      throw info.wrong("file tree", "no file at all");
    }
    return files;
  }

  private static void collect(BencodeDictionary folder, List<String> path, List<TorrentFile> files)
      throws MalformedMetainfoException {
    for (var entry : folder.entries().entrySet()) {
      String place = "info.file tree" + (path.isEmpty() ? "" : "/" + String.join("/", path));
      List<String> below = new ArrayList<>(path);
      below.add(pathPart(entry.getKey(), place));
      if (!(entry.getValue() instanceof BencodeDictionary child)) {
        throw new MalformedMetainfoException(place, "a dictionary is expected");
      }
      var leaf = child.get("", BencodeDictionary.class);
      if (leaf.isPresent()) {
        if (child.entries().size() > 1) {
          throw new MalformedMetainfoException(
              place, String.join("/", below) + " is both a file and a folder");
        }
        files.add(v2File(below, leaf.get()));
      } else {
        collect(child, below, files);
      }
    }
  }

  private static TorrentFile v2File(List<String> path, BencodeDictionary leaf)
      throws MalformedMetainfoException {
    var fields = new Fields("info.file tree/" + String.join("/", path), leaf);
    // Nothing in v2 needs padding.
    String attributes = attributes(leaf).replace("p", "");
    long length = length(fields, attributes);
    if (length == 0) {
      return new TorrentFile(path, 0, attributes, null);
    }
    byte[] root = fields.bytes("pieces root");
    if (root.length != Sha256.LENGTH) {
      throw fields.wrong("pieces root", "32 bytes, not " + root.length);
    }
    return new TorrentFile(path, length, attributes, Sha256.of(root));
  }

  /** Returns a name that cannot leave the folder it is written to. */
  static String pathPart(BencodeString string, String place) throws MalformedMetainfoException {
    String name = utf8(string, place);
    boolean unsafe =
        name.isEmpty()
            || name.equals(".")
            || name.equals("..")
            || name.indexOf('/') >= 0
            || name.indexOf('\0') >= 0;
    if (unsafe) {
      throw new MalformedMetainfoException(place, "'" + string + "' cannot be a file's name");
    }
    return name;
  }

  private static String utf8(BencodeString string, String place) throws MalformedMetainfoException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(string.toBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMetainfoException(place, "not UTF-8");
    }
  }

  /** Returns the length of all files together, in bytes. */
  static long totalLength(List<TorrentFile> files) throws MalformedMetainfoException {
    long total = 0;
    for (TorrentFile file : files) {
      total += file.length();
      if (total < 0) {
        throw new MalformedMetainfoException("info.length", "more than 2^63 - 1 bytes in all");
      }
    }
    return total;
  }

  /**
   * Checks a hybrid: both lists must name the same files, and padding in the v1 list must bring
   * each file to the piece that it has in v2 (BEP 52, "Upgrade Path").
   */
  static void requireSame(List<TorrentFile> v1, List<TorrentFile> v2, long pieceLength)
      throws MalformedMetainfoException {
    totalLength(v1);
    long offset = 0;
    long nextPiece = 0;
    int next = 0;
    for (TorrentFile file : v1) {
      if (!file.isPadding()) {
        boolean same = next < v2.size() && file.sameFile(v2.get(next));
        if (!same) {
          throw new MalformedMetainfoException(
              "info.files", "'file tree' has no " + file + " there");
        }
        if (file.length() > 0 && offset != nextPiece * pieceLength) {
          throw new MalformedMetainfoException(
              "info.files", file + " does not begin at its piece: the padding before is wrong");
        }
        nextPiece += pieces(file.length(), pieceLength);
        next++;
      }
      offset += file.length();
    }
    if (next != v2.size()) {
      throw new MalformedMetainfoException("info.files", "lacks " + v2.get(next));
    }
    if (offset > nextPiece * pieceLength) {
      throw new MalformedMetainfoException("info.files", "padding behind the last piece");
    }
  }

  static long pieces(long length, long pieceLength) {
    return length / pieceLength + (length % pieceLength == 0 ? 0 : 1);
  }
}
