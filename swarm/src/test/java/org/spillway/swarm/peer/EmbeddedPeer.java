package org.spillway.swarm.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.Choker;
import org.spillway.swarm.Host;
import org.spillway.swarm.admission.Contacts;
import org.spillway.swarm.admission.HostTurns;
import org.spillway.swarm.admission.OwnAddresses;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.admission.PeerConnections;
import org.spillway.swarm.discovery.Discovery;
import org.spillway.swarm.discovery.DiscoverySettings;
import org.spillway.swarm.encryption.Encryption;
import org.spillway.swarm.encryption.StreamEncryption;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.PeerMessage;

/** A peer that talks to a {@link PeerHandler} without sockets and threads. */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class EmbeddedPeer {
  static final long FAST_AND_EXTENSIONS = Handshake.FAST | Handshake.EXTENSIONS;
  static final PeerId ID = PeerId.of("-TT0000-abcdefghijkl".getBytes(US_ASCII));
  static final PeerId SEEDER_ID = PeerId.of("-SW0100-mnopqrstuvwx".getBytes(US_ASCII));

  private static final AtomicInteger IDS = new AtomicInteger();

  private final EmbeddedChannel channel;
  private final ByteBuf received = Unpooled.buffer();
  private int flushes;
  private boolean reads = true;

  EmbeddedPeer(EngineContext context) {
    this(context, null);
  }

  EmbeddedPeer(EngineContext context, @Nullable Dial dialled) {
    channel = new EmbeddedChannel();
    channel.freezeTime();
    var place =
        new PeerConnection(
            Host.of(InetAddress.getLoopbackAddress()),
            dialled != null,
            channel::close,
            context.nanoTime().getAsLong());
    channel.pipeline().addLast(new Copying());
    channel
        .pipeline()
        .addLast(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel embedded) {
                PeerHandler.install(embedded, context, dialled, place);
              }
            });
    channel.pipeline().fireChannelActive();
    channel.runPendingTasks();
  }

  /** Takes the bytes when they are written, as the system does, and not when they are looked at. */
  @SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
  private final class Copying extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      var bytes = (ByteBuf) message;
      ctx.write(Unpooled.copiedBuffer(bytes), promise);
      bytes.skipBytes(bytes.readableBytes()).release();
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
      flushes++;
      if (reads) {
        ctx.flush();
      }
    }
  }

  static EngineContext context(TestTorrents torrents, EngineSettings settings, Executor disk) {
    return context(torrents, settings, UploadLimits.NONE, disk);
  }

  static EngineContext context(
      TestTorrents torrents, EngineSettings settings, UploadLimits limits, Executor disk) {
    return context(torrents, settings, limits, disk, System::nanoTime);
  }

  static EngineContext context(
      TorrentDirectory torrents,
      EngineSettings settings,
      UploadLimits limits,
      Executor disk,
      LongSupplier nanoTime) {
    return new EngineContext(
        settings,
        torrents,
        limits,
        new Choker(limits.slots(), limits.order(), limits.rate(), nanoTime),
        new Contacts(nanoTime),
        disk,
        new TestMemory(),
        new PeerConnections(settings.maxConnections(), settings.maxConnectionsPerAddress()),
        new HostTurns(),
        SEEDER_ID,
        new PeerCounters(),
        nanoTime,
        new StreamEncryption(
            Encryption.OFF, hash -> Optional.empty(), Runnable::run, new Random(1)),
        new AtomicInteger(),
        new OwnAddresses(() -> 6881),
        new Discovery(DiscoverySettings.OFF, false));
  }

  /** Returns an id that no other peer of the tests has. */
  static PeerId anotherId() {
    return PeerId.of("-TT0001-%012d".formatted(IDS.incrementAndGet()).getBytes(US_ASCII));
  }

  /** After the handshakes, with what the seeder says first taken out of the way. */
  static EmbeddedPeer connected(EngineContext context, InfoHash infoHash) throws Exception {
    var peer = new EmbeddedPeer(context);
    peer.send(new Handshake(FAST_AND_EXTENSIONS, infoHash, anotherId()));
    peer.handshake();
    peer.messages();
    return peer;
  }

  void send(Handshake handshake, PeerMessage... messages) {
    var bytes = ByteBuffer.allocate(Handshake.LENGTH);
    handshake.writeTo(bytes);
    send(Unpooled.wrappedBuffer(bytes.array(), encode(messages)));
  }

  void send(PeerMessage... messages) {
    send(Unpooled.wrappedBuffer(encode(messages)));
  }

  void send(ByteBuf bytes) {
    // A socket's read buffer is one piece of memory as well.
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
    bytes.release();
    runTurns();
  }

  /** Lets the seeder take all batches of what it was sent: they follow each other at once. */
  private void runTurns() {
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  private static byte[] encode(PeerMessage... messages) {
    var out = Unpooled.buffer();
    for (PeerMessage message : messages) {
      var bytes = ByteBuffer.allocate(message.encodedLength());
      message.writeTo(bytes);
      out.writeBytes(bytes.flip());
    }
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  Handshake handshake() throws Exception {
    collect();
    return Handshake.read(bytes(Handshake.LENGTH));
  }

  /** All that came since the last time. */
  List<PeerMessage> messages() throws Exception {
    collect();
    List<PeerMessage> messages = new ArrayList<>();
    while (received.isReadable()) {
      messages.add(PeerMessage.read(bytes(received.readInt())));
    }
    return messages;
  }

  private ByteBuffer bytes(int length) {
    byte[] bytes = new byte[length];
    received.readBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private void collect() {
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      received.writeBytes(part);
      part.release();
    }
  }

  void run() {
    channel.runPendingTasks();
  }

  void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  /** Lets everything that the seeder sends wait, as for a peer that does not read. */
  void stopReading() {
    reads = false;
  }

  /** Reads what has waited. */
  void readAgain() {
    reads = true;
    channel.flush();
  }

  /** Returns how often the seeder has flushed until now. */
  int flushes() {
    return flushes;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  void disconnect() {
    channel.finish();
    channel.runPendingTasks();
  }

  /** Throws what no handler caught. */
  void checkException() {
    channel.checkException();
  }
}
