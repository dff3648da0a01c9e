package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/**
 * A leecher that discards the content: it asks for random pieces, and for the blocks of each piece
 * in order.
 */
final class PeerLoad implements LoadLoop.Connection {
  /** The number of requests that are under way on each connection. */
  private static final int PIPELINE = 64;

  private static final int REQUEST_LENGTH = new Request(0, 0, 1).encodedLength();

  /** The id of the message that carries a block (BEP 3). */
  private static final int PIECE_ID = 7;

  /**
   * The size of the longest frame, in bytes, which is enough for the bitfield of half a million
   * pieces.
   */
  private static final int LONGEST_FRAME = 64 * 1024;

  private final InfoDictionary info;
  private final SplittableRandom random;
  private final ByteBuffer out = ByteBuffer.allocateDirect(PIPELINE * REQUEST_LENGTH);

  /**
   * The frame that is being read: the handshake, and then each message except blocks. Its limit is
   * the length of the frame.
   */
  private final ByteBuffer frame = ByteBuffer.allocate(LONGEST_FRAME).limit(Handshake.LENGTH);

  private @Nullable SocketChannel channel;
  private boolean handshaken;
  private boolean unchoked;
  private int piece;
  private int begin;
  private int underWay;

  /** The bytes of the current block that have not come yet. */
  private int left;

  private long blocks;
  private long bytes;

  private PeerLoad(InfoDictionary info, SplittableRandom random) {
    this.info = info;
    this.random = random;
    this.piece = random.nextInt(info.pieceCount());
  }

  /**
   * Makes the load.
   *
   * @param arguments process id and port of the seeder, .torrent, connections, warm-up and
   *     measurement in seconds
   */
  public static void main(String[] arguments) throws IOException {
    var info = Metainfo.parse(Files.readAllBytes(Path.of(arguments[2]))).info();
    var random = new SplittableRandom(1);
    List<PeerLoad> connections = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      connections.add(new PeerLoad(info, random.split()));
    }
    var loop =
        new LoadLoop(
            Long.parseLong(arguments[0]),
            Integer.parseInt(arguments[4]),
            Integer.parseInt(arguments[5]));
    System.out.println(loop.run(Integer.parseInt(arguments[1]), connections).toLine());
  }

  /** Sends the handshake without any extension, because extensions are not measured. */
  @Override
  public void begin(SocketChannel channel) throws IOException {
    this.channel = channel;
    new Handshake(0, info.swarmHash(), PeerId.random(random)).writeTo(out);
    new Interested().writeTo(out);
    flush();
  }

  private void flush() throws IOException {
    out.flip();
    while (channel != null && out.hasRemaining()) {
      channel.write(out);
    }
    out.clear();
  }

  @Override
  public void received(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      if (left > 0) {
        skipBlock(in);
      } else {
        readFrame(in);
      }
    }
    if (unchoked && underWay <= PIPELINE * 3 / 4) {
      request();
    }
  }

  private void skipBlock(ByteBuffer in) {
    int count = Math.min(left, in.remaining());
    in.position(in.position() + count);
    left -= count;
    if (left == 0) {
      blocks++;
      // Blocks that were on their way when the seeder choked still come, uncounted.
      underWay = Math.max(0, underWay - 1);
    }
  }

  private void readFrame(ByteBuffer in) throws IOException {
    while (in.hasRemaining() && frame.hasRemaining()) {
      frame.put(in.get());
    }
    if (frame.hasRemaining()) {
      return;
    }
    if (handshaken) {
      readMessage();
    } else {
      Handshake.read(frame.flip());
      handshaken = true;
      awaitMessage();
    }
  }

  private void awaitMessage() {
    frame.clear().limit(PeerMessage.HEADER_LENGTH);
  }

  /**
   * Reads a message that has an id. Keep-alives have none, but come only after minutes of silence.
   */
  private void readMessage() throws IOException {
    int end = Integer.BYTES + frame.getInt(0);
    if (frame.get(Integer.BYTES) == PIECE_ID) {
      left = end - PeerMessage.HEADER_LENGTH;
      bytes += end - Piece.BLOCK_OFFSET;
      awaitMessage();
    } else if (frame.limit() < end) {
      frame.limit(end);
    } else {
      obey(PeerMessage.read(frame.position(Integer.BYTES)));
      awaitMessage();
    }
  }

  private void obey(PeerMessage message) {
    if (message instanceof Unchoke) {
      unchoked = true;
    } else if (message instanceof Choke) {
      // A choke drops all pending requests (BEP 3).
      unchoked = false;
      underWay = 0;
    }
  }

  private void request() throws IOException {
    while (underWay < PIPELINE) {
      nextBlock().writeTo(out);
      underWay++;
    }
    flush();
  }

  private Request nextBlock() {
    long pieceStart = (long) piece * info.pieceLength();
    int pieceLength = (int) Math.min(info.pieceLength(), info.length() - pieceStart);
    var block = new Request(piece, begin, Math.min(Request.BLOCK_LENGTH, pieceLength - begin));
    begin += block.length();
    if (begin == pieceLength) {
      begin = 0;
      piece = random.nextInt(info.pieceCount());
    }
    return block;
  }

  @Override
  public boolean isRunning() {
    return blocks > 0;
  }

  @Override
  public long operations() {
    return blocks;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
