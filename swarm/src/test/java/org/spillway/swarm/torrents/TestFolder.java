package org.spillway.swarm.torrents;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeValue;
import org.spillway.torrent.peer.HashRange;

/** A torrent of several files of random bytes, which lie in memory as pieces follow each other. */
public final class TestFolder implements PieceSource {
  public static final int PIECE = 32 * 1024;

  private final TorrentFormat format;
  private final List<byte[]> files = new ArrayList<>();
  private final List<PieceLayer> layers = new ArrayList<>();
  private final ByteBuffer content = ByteBuffer.allocate(1 << 20);
  private final InfoDictionary info;
  private final BitSet lost = new BitSet();

  /** Makes a torrent; in v2 and in hybrids every file begins at a piece of its own (BEP 52). */
  public TestFolder(TorrentFormat format, int... lengths) {
    this.format = format;
    for (int i = 0; i < lengths.length; i++) {
      byte[] file = new byte[lengths[i]];
      new Random(i).nextBytes(file);
      files.add(file);
      content.put(file);
      if (format.hasV2() && i < lengths.length - 1) {
        content.position(content.position() + padding(lengths[i]));
      }
    }
    content.flip();
    info = info();
  }

  private static int padding(int length) {
    return (PIECE - length % PIECE) % PIECE;
  }

  private InfoDictionary info() {
    var fields = BencodeDictionary.builder().put("name", "folder").put("piece length", PIECE);
    if (format.hasV1()) {
      fields.put("files", BencodeList.of(v1Files().toArray(BencodeValue[]::new)));
      fields.put("pieces", hashes(TorrentFormat.V1, content.array(), content.limit()).v1Pieces());
    }
    if (format.hasV2()) {
      fields.put("meta version", 2).put("file tree", tree());
    }
    try {
      return InfoDictionary.parse(fields.build().encode());
    } catch (MalformedMetainfoException e) {
      throw new AssertionError(e);
    }
  }

  private List<BencodeValue> v1Files() {
    List<BencodeValue> list = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      int length = files.get(i).length;
      list.add(v1File(length, List.of("file" + i)).build());
      if (format.hasV2() && i < files.size() - 1 && padding(length) > 0) {
        String name = String.valueOf(padding(length));
        list.add(v1File(padding(length), List.of(".pad", name)).put("attr", "p").build());
      }
    }
    return list;
  }

  private static BencodeDictionary.Builder v1File(int length, List<String> path) {
    return BencodeDictionary.builder().put("length", length).put("path", BencodeList.ofTexts(path));
  }

  private BencodeDictionary tree() {
    var tree = BencodeDictionary.builder();
    for (int i = 0; i < files.size(); i++) {
      byte[] file = files.get(i);
      var hashes = hashes(TorrentFormat.V2, file, file.length);
      hashes.pieceLayer().ifPresent(layers::add);
      var leaf =
          BencodeDictionary.builder()
              .put("length", file.length)
              .put("pieces root", hashes.piecesRoot().orElseThrow().toBytes());
      tree.put("file" + i, BencodeDictionary.builder().put("", leaf.build()).build());
    }
    return tree.build();
  }

  private static FileHashes hashes(TorrentFormat format, byte[] bytes, int length) {
    var hasher = new FileHasher(format, PIECE);
    hasher.update(bytes, 0, length);
    return hasher.finish();
  }

  public InfoDictionary torrent() {
    return info;
  }

  /** Returns the piece layers of the files that are longer than a piece, in their order. */
  public List<PieceLayer> layers() {
    return layers;
  }

  /** Returns bytes of a file. */
  byte[] bytes(int file, int from, int to) {
    return Arrays.copyOfRange(files.get(file), from, to);
  }

  /** Makes a piece unreadable. */
  public void lose(int piece) {
    lost.set(piece);
  }

  /** Fills the room of the buffer, as far as the content reaches. */
  public void bytesAt(long offset, ByteBuffer target) {
    int start = (int) Math.min(offset, content.limit());
    target.put(content.slice(start, Math.min(target.remaining(), content.limit() - start)));
  }

  @Override
  public Reader reader() {
    return new Reader() {
      @Override
      public void read(ByteBuffer target, long offset) throws IOException {
        if (lost.get((int) (offset / PIECE))) {
          throw new IOException("the piece is lost");
        }
        bytesAt(offset, target);
      }

      @Override
      public void verify() {}
    };
  }

  @Override
  public Optional<ByteBuffer> hashes(HashRange range) {
    return layers.stream().flatMap(layer -> PieceSource.hashesOf(layer, range).stream()).findAny();
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public void close() {}
}
