package org.spillway.swarm.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
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
  private final CompletableFuture<EncryptedStream> encryption = new CompletableFuture<>();
  private final CompletableFuture<Handshake> handshake = new CompletableFuture<>();
  private final CompletableFuture<byte[]> downloaded = new CompletableFuture<>();

  private TestPeer(InfoDictionary info, byte[] content, boolean dialled) {
    this.info = info;
    this.content = ByteBuffer.wrap(content);
    this.dialled = dialled;
  }

  /** Waits for a peer that connects, and uploads to it. */
  static TestPeer uploader(InfoDictionary info, byte[] content) {
    return new TestPeer(info, content.clone(), false);
  }

  /** Downloads from a peer that is dialled. */
  static TestPeer downloader(InfoDictionary info) {
    return new TestPeer(info, new byte[(int) info.length()], true);
  }

  /** Returns what the encryption told of; never done if the peer does not encrypt. */
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
    if (dialled) {
      send(ctx, new Interested());
    } else {
      greet(ctx);
      send(ctx, Bitfield.complete(info.pieceCount()), new Unchoke());
    }
  }

  private void received(ChannelHandlerContext ctx, PeerMessage message) {
    if (message instanceof Request request) {
      int offset = request.piece() * info.pieceLength() + request.begin();
      send(
          ctx,
          new Piece(request.piece(), request.begin(), content.slice(offset, request.length())));
    } else if (message instanceof Unchoke && dialled) {
      request(ctx);
    } else if (message instanceof Piece piece) {
      content.position(piece.piece() * info.pieceLength() + piece.begin());
      content.put(piece.block());
      request(ctx);
    }
  }

  /** Asks for the next block. */
  private void request(ChannelHandlerContext ctx) {
    if (content.hasRemaining()) {
      int piece = content.position() / info.pieceLength();
      int begin = content.position() % info.pieceLength();
      send(ctx, new Request(piece, begin, Math.min(BLOCK, content.remaining())));
    } else {
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
    handshake.completeExceptionally(new java.io.EOFException("the peer closed the connection"));
    super.channelInactive(ctx);
  }
}
