package org.spillway.swarm.peer;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.KeepAlive;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.PeerMessage;

/**
 * Handles one connection from its first byte to its last: handshakes, timeouts and errors. Its
 * state is used on the connection's event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class PeerHandler extends ChannelInboundHandlerAdapter implements FrameDecoder.Receiver {
  private static final System.Logger log = System.getLogger(PeerHandler.class.getName());

  static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(20);

  /** Half of BEP 3's idle limit of two minutes, so that no peer times us out. */
  static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

  /**
   * The interval at which a silent peer is offered pieces, and a torrent that a peer waits for is
   * looked up again.
   */
  static final Duration OFFERS = Duration.ofMillis(500);

  private final Channel channel;
  private final PeerConnection connection;
  private final EngineContext context;
  private final FrameDecoder decoder = new FrameDecoder(this);
  private final MessageWriter writer;

  /** The peer that we dialled and its torrent; null if the peer connected to us. */
  private final @Nullable Contact dialled;

  /** The torrent that was joined for a dialled peer whose handshake has not arrived yet. */
  private @Nullable SharedTorrent joined;

  /** The handshake of a peer whose torrent may be offered in a moment. */
  private @Nullable Handshake waiting;

  private @Nullable PeerSession session;
  private final List<Contact> contacts = new ArrayList<>();
  private final List<Future<?>> timers = new ArrayList<>();
  private boolean heard;

  private PeerHandler(
      Channel channel,
      EngineContext context,
      @Nullable Contact dialled,
      PeerConnection connection) {
    this.channel = channel;
    this.connection = connection;
    this.context = context;
    this.writer = new MessageWriter(channel);
    this.dialled = dialled;
  }

  /**
   * Handles a connection.
   *
   * @param dialled the peer that we dialled; null if the peer connected to us
   */
  static void install(
      Channel channel,
      EngineContext context,
      @Nullable Contact dialled,
      PeerConnection connection) {
    var handler = new PeerHandler(channel, context, dialled, connection);
    channel.pipeline().addLast(handler.decoder, handler);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    long handshake = HANDSHAKE_TIMEOUT.toNanos();
    timers.add(channel.eventLoop().schedule(this::checkHandshake, handshake, TimeUnit.NANOSECONDS));
    every(context.settings().idleTimeout(), this::checkIdle);
    every(KEEP_ALIVE, this::keepAlive);
    every(OFFERS, this::offer);
    if (dialled != null) {
      join(dialled.swarmHash(), this::greet, () -> refuse(dialled.swarmHash()));
    }
  }

  private void every(Duration period, Runnable check) {
    long nanos = period.toNanos();
    timers.add(channel.eventLoop().scheduleAtFixedRate(check, nanos, nanos, TimeUnit.NANOSECONDS));
  }

  private void checkHandshake() {
    if (session == null) {
      close("no handshake arrived in time");
    }
  }

  private void checkIdle() {
    boolean progressed = session != null && session.progressedSince();
    if (!heard && !progressed) {
      close("the peer was silent for too long");
    }
    heard = false;
  }

  private void offer() {
    var theirs = waiting;
    if (session != null) {
      session.offer();
      writer.flush();
    } else if (theirs != null) {
      waiting = null;
      answer(theirs);
    }
  }

  private void keepAlive() {
    if (session != null && !writer.wroteSince()) {
      writer.send(new KeepAlive());
      writer.flush();
    }
  }

  @Override
  public void received(Handshake handshake) throws MalformedMessageException {
    if (handshake.peerId().equals(context.peerId())) {
      close("the peer is this client itself");
    } else if (dialled == null) {
      answer(handshake);
    } else {
      complete(handshake);
    }
  }

  private void answer(Handshake theirs) {
    decoder.pause();
    boolean mayWait = context.torrents().mayOfferLater();
    if (context.torrents().mayOffer(theirs.infoHash())) {
      join(
          theirs.infoHash(),
          content -> {
            writer.send(ours(content, hashToAnswer(theirs, content)));
            begin(theirs, content);
            decoder.resume();
          },
          () -> notFound(theirs, mayWait));
    } else {
      notFound(theirs, mayWait);
    }
  }

  /** Waits if the seeder has just started: the torrent may be found before the peer gives up. */
  private void notFound(Handshake theirs, boolean mayWait) {
    if (mayWait) {
      waiting = theirs;
    } else {
      refuse(theirs.infoHash());
    }
  }

  /**
   * Returns the hash to answer with. A peer that knows v2 asks for a hybrid torrent by its v1
   * infohash; the v2 hash in the answer makes it a v2 connection (BEP 52, "Upgrade Path"), on which
   * the peer can ask for hashes.
   */
  private static InfoHash hashToAnswer(Handshake theirs, SharedTorrent content) {
    return content
        .info()
        .infoHashV2()
        .filter(hash -> theirs.hasV2())
        .map(hash -> hash.truncated())
        .orElse(theirs.infoHash());
  }

  private void greet(SharedTorrent content) {
    joined = content;
    if (dialled != null) {
      writer.send(ours(content, dialled.swarmHash()));
      writer.flush();
    }
  }

  private Handshake ours(SharedTorrent content, InfoHash swarmHash) {
    return new Handshake(
        PeerSession.reserved(content.info().format()), swarmHash, context.peerId());
  }

  private void complete(Handshake theirs) throws MalformedMessageException {
    var content = joined;
    if (content == null || !content.info().swarmHashes().contains(theirs.infoHash())) {
      throw new MalformedMessageException("handshake: the peer answered for another torrent");
    }
    joined = null;
    begin(theirs, content);
  }

  /**
   * Looks the torrent up on a disk thread, and goes on here.
   *
   * @param then what to do once the torrent is joined
   * @param otherwise what to do if the torrent is not offered
   */
  private void join(InfoHash swarmHash, JoinedAction then, Runnable otherwise) {
    context
        .disk()
        .execute(
            () -> {
              var content = lookUp(swarmHash);
              channel
                  .eventLoop()
                  .execute(() -> content.ifPresentOrElse(found -> joined(found, then), otherwise));
            });
  }

  /** Goes on with a torrent that was joined. */
  private interface JoinedAction {
    void accept(SharedTorrent content);
  }

  private Optional<SharedTorrent> lookUp(InfoHash swarmHash) {
    try {
      return context.torrents().join(swarmHash, connection);
    } catch (IOException e) {
      log.log(DEBUG, e::getMessage);
      return Optional.empty();
    }
  }

  private void joined(SharedTorrent content, JoinedAction then) {
    if (channel.isActive()) {
      then.accept(content);
    } else {
      context.torrents().leave(content, connection);
    }
  }

  private void refuse(InfoHash swarmHash) {
    context.counters().handshakesRefused.increment();
    close(swarmHash + " is not offered");
  }

  private void begin(Handshake theirs, SharedTorrent content) {
    var begun = new PeerSession(channel, connection, writer, content, context, theirs);
    session = begun;
    begun.begin(theirs);
    writer.flush();
    if (dialled != null) {
      connected(content, dialled.address());
    }
  }

  @Override
  public void received(PeerMessage message) throws MalformedMessageException {
    heard = true;
    var current = session;
    if (current != null && channel.isActive()) {
      current.received(message);
    }
  }

  @Override
  public void batchEnded() {
    context.turns().await(channel.eventLoop(), connection.host(), this::resume);
  }

  private void resume() {
    if (channel.isActive()) {
      decoder.resume();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    var current = session;
    if (current != null) {
      current.proceed();
      noteAddress(current);
    }
    writer.flush();
  }

  /**
   * Notes the address at which the peer accepts connections, so that we do not dial a peer that is
   * already connected to us.
   */
  private void noteAddress(PeerSession session) {
    if (contacts.isEmpty()
        && session.theirPort() != 0
        && channel.remoteAddress() instanceof InetSocketAddress remote) {
      connected(session.content(), new PeerAddress(remote.getAddress(), session.theirPort()));
    }
  }

  private void connected(SharedTorrent content, PeerAddress address) {
    content.info().swarmHashes().forEach(hash -> contacts.add(new Contact(hash, address)));
    context.contacts().connected(contacts);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (session != null) {
      session.proceed();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    timers.forEach(timer -> timer.cancel(false));
    context.contacts().disconnected(contacts);
    if (session != null) {
      session.close();
    } else if (joined != null) {
      context.torrents().leave(joined, connection);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var real =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (real instanceof MalformedMessageException) {
      context.counters().misbehaved.increment();
    }
    if (real instanceof IOException) {
      close(String.valueOf(real.getMessage()));
    } else {
      log.log(WARNING, "closing " + channel.remoteAddress(), real);
      channel.close();
    }
  }

  private void close(String why) {
    log.log(DEBUG, () -> "closing " + channel.remoteAddress() + ": " + why);
    channel.close();
  }
}
