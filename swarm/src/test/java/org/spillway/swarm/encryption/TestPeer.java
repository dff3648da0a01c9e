package org.spillway.swarm.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/**
 * A peer that uploads the whole file, or downloads it, as the last handler of a channel. It knows
 * nothing of encryption.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows in what is not downloaded
final class TestPeer extends ByteToMessageDecoder {
  private static final PeerId ID = PeerId.of("-TT0000-abcdefghijkl".getBytes(US_ASCII));
  private static final int BLOCK = 16 * 1024;

  private final InfoDictionary info;
  private final ByteBuffer content;
  private final boolean dialled;
  private final boolean uploads;

  /** The bytes that have been downloaded, some of them perhaps twice. */
  private final BitSet has = new BitSet();

  private final CompletableFuture<EncryptedStream> encryption = new CompletableFuture<>();
  private final CompletableFuture<Handshake> handshake = new CompletableFuture<>();
  private final CompletableFuture<byte[]> downloaded = new CompletableFuture<>();

  /**
   * Makes a peer.
   *
   * @param content the content of the file, or as many bytes for that which is downloaded
   * @param dialled whether this side sends its handshake first
   * @param uploads whether it uploads, or downloads
   */
  TestPeer(InfoDictionary info, byte[] content, boolean dialled, boolean uploads) {
    this.info = info;
    this.content = ByteBuffer.wrap(content);
    this.dialled = dialled;
    this.uploads = uploads;
  }

  /** Returns what the encryption told of; fails at the end if the peer does not encrypt. */
  CompletableFuture<EncryptedStream> encryption() {
    return encryption;
  }

  CompletableFuture<Handshake> handshake() {
    return handshake;
  }

  CompletableFuture<byte[]> downloaded() {
    return downloaded;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (dialled) {
      greet(ctx);
      ctx.flush();
    }
    ctx.fireChannelActive();
  }

  private void greet(ChannelHandlerContext ctx) {
    var bytes = ByteBuffer.allocate(Handshake.LENGTH);
    new Handshake(0, info.swarmHash(), ID).writeTo(bytes);
    ctx.write(ctx.alloc().ioBuffer().writeBytes(bytes.array()));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof EncryptedStream stream) {
      encryption.complete(stream);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (!handshake.isDone()) {
      decodeHandshake(ctx, in);
    } else if (in.readableBytes() >= Integer.BYTES
        && in.readableBytes() - Integer.BYTES >= in.getInt(in.readerIndex())) {
      byte[] body = new byte[in.readInt()];
      in.readBytes(body);
      received(ctx, PeerMessage.read(ByteBuffer.wrap(body)));
    }
  }

  private void decodeHandshake(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
    if (in.readableBytes() < Handshake.LENGTH) {
      return;
    }
    byte[] bytes = new byte[Handshake.LENGTH];
    in.readBytes(bytes);
    handshake.complete(Handshake.read(ByteBuffer.wrap(bytes)));
    if (!dialled) {
      greet(ctx);
    }
    if (uploads) {
      send(ctx, Bitfield.complete(info.pieceCount()), new Unchoke());
    } else {
      send(ctx, new Interested());
    }
  }

  private void received(ChannelHandlerContext ctx, PeerMessage message) {
    if (message instanceof Request request) {
      int offset = request.piece() * info.pieceLength() + request.begin();
      send(
          ctx,
          new Piece(request.piece(), request.begin(), content.slice(offset, request.length())));
    } else if (message instanceof Unchoke && !uploads) {
      requestAll(ctx);
    } else if (message instanceof Piece piece) {
      received(piece);
    }
  }

  /** Asks for everything at once: some clients answer one request in half a second. */
  private void requestAll(ChannelHandlerContext ctx) {
    for (int piece = 0; piece < info.pieceCount(); piece++) {
      int size = info.pieceSize(piece);
      for (int begin = 0; begin < size; begin += BLOCK) {
        send(ctx, new Request(piece, begin, Math.min(BLOCK, size - begin)));
      }
    }
  }

  private void received(Piece piece) {
    var block = piece.block();
    int offset = piece.piece() * info.pieceLength() + piece.begin();
    content.put(offset, block, 0, block.remaining());
    has.set(offset, offset + block.remaining());
    if (has.cardinality() == content.limit()) {
      downloaded.complete(content.array());
    }
  }

  private static void send(ChannelHandlerContext ctx, PeerMessage... messages) {
    for (PeerMessage message : messages) {
      var bytes = ByteBuffer.allocate(message.encodedLength());
      message.writeTo(bytes);
      ctx.write(ctx.alloc().ioBuffer().writeBytes(bytes.array()));
    }
    ctx.flush();
  }

  /** A peer that goes away is none of the test's business. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    handshake.completeExceptionally(cause);
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    var end = new EOFException("the peer closed the connection");
    encryption.completeExceptionally(end);
    handshake.completeExceptionally(end);
    downloaded.completeExceptionally(end);
    super.channelInactive(ctx);
  }
}
