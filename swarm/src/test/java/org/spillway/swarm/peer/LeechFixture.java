package org.spillway.swarm.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.download.Download;
import org.spillway.swarm.download.DownloadListener;
import org.spillway.swarm.download.PieceOrder;
import org.spillway.swarm.download.TitForTat;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.swarm.torrents.TestFolder;
import org.spillway.swarm.upload.UploadMeter;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PieceHashes;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Request;

/** A torrent of which nothing is there yet, for peers without sockets. */
final class LeechFixture {
  private final TestFolder folder =
      new TestFolder(TorrentFormat.V1, 3 * TestFolder.PIECE, 100, 2 * TestFolder.PIECE);
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
  private final InfoDictionary info;
  private final Download download;
  private final OneTorrent torrents;
  private final EngineContext context;
  private final List<TitForTat> policies = new ArrayList<>();
  private final List<PeerAddress> named = new ArrayList<>();

  LeechFixture(boolean isPrivate) {
    info = isPrivate ? madePrivate(folder.torrent()) : folder.torrent();
    var missing = new BitSet();
    missing.set(0, info.pieceCount());
    download =
        new Download(
            info,
            missing,
            PieceHashes.of(info, List.of())::verify,
            (piece, bytes) -> {},
            DownloadListener.NONE,
            PieceOrder.RAREST_FIRST,
            1 << 20,
            new Random(1),
            now::get);
    var torrent =
        new SharedTorrent(
            "folder",
            info,
            folder,
            host -> policy(),
            RateLimiter.unlimited(),
            peer -> UploadMeter.of(new LongAdder()),
            download);
    torrent.tellNamed(named::addAll);
    torrents = new OneTorrent(torrent);
    context = torrents.context();
  }

  /** Returns the torrent with the flag of BEP 27, whose key is the last one. */
  private static InfoDictionary madePrivate(InfoDictionary info) {
    byte[] bytes = info.toBytes();
    byte[] flag = "7:privatei1ee".getBytes(StandardCharsets.US_ASCII);
    byte[] flagged = Arrays.copyOf(bytes, bytes.length - 1 + flag.length);
    System.arraycopy(flag, 0, flagged, bytes.length - 1, flag.length);
    try {
      return InfoDictionary.parse(flagged);
    } catch (MalformedMetainfoException e) {
      throw new AssertionError(e);
    }
  }

  private TitForTat policy() {
    policies.add(new TitForTat(download, now::get));
    return policies.get(policies.size() - 1);
  }

  /** Returns the policy of the peer that connected last. */
  TitForTat lastPolicy() {
    return policies.get(policies.size() - 1);
  }

  EmbeddedPeer connected() throws Exception {
    return EmbeddedPeer.connected(context, info.swarmHash());
  }

  Download download() {
    return download;
  }

  EngineContext context() {
    return context;
  }

  /** Returns the number of peers that are there. */
  int present() {
    return torrents.present();
  }

  /** Returns the peers that other peers have named. */
  List<PeerAddress> named() {
    return named;
  }

  /** Makes a piece unreadable that was kept. */
  void lose(int piece) {
    folder.lose(piece);
  }

  ByteBuffer block(Request request) {
    var bytes = ByteBuffer.allocate(request.length());
    long offset = (long) request.piece() * TestFolder.PIECE + request.begin();
    folder.bytesAt(offset, bytes);
    return bytes.flip();
  }

  void pass(long nanos) {
    now.addAndGet(nanos);
    torrents.pass(nanos);
  }
}
