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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.admission.Presence;
import org.spillway.swarm.admission.TorrentPlaces;
import org.spillway.swarm.torrents.Entrance;
import org.spillway.swarm.torrents.PeerTorrent;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.KeepAlive;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Port;

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

  /** The interval of offers to a silent peer, and of look-ups of a torrent that it waits for. */
  static final Duration OFFERS = Duration.ofMillis(500);

  private final Channel channel;
  private final PeerConnection connection;
  private final EngineContext context;
  private final FrameDecoder decoder = new FrameDecoder(this);
  private final MessageWriter writer;

  /** The peer that we dialled and its torrent; null if the peer connected to us. */
  private final @Nullable Dial dialled;

  /** The torrent that was joined as long as no session has begun in it. */
  private @Nullable PeerTorrent joined;

  /** The handshake of a peer whose torrent may be offered in a moment. */
  private @Nullable Handshake waiting;

  private @Nullable Session session;
  private @Nullable PeerTorrent torrent;
  private final Presence presence;
  private final Entrance entrance;
  private final List<Future<?>> timers = new ArrayList<>();
  private boolean heard;
  private boolean toldPort;

  /** Says what the peer did at the end; the listener of the dial is told, as of the fault. */
  private String reason = "ended the connection";

  private boolean fault;

  private PeerHandler(
      Channel channel, EngineContext context, @Nullable Dial dialled, PeerConnection connection) {
    this.channel = channel;
    this.connection = connection;
    this.context = context;
    this.writer = new MessageWriter(channel);
    this.presence = new Presence(connection, context.contacts());
    this.entrance =
        new Entrance(
            context.torrents(),
            connection,
            context.disk(),
            task -> channel.eventLoop().execute(task),
            channel::isActive);
    this.dialled = dialled;
  }

  /**
   * Handles a connection.
   *
   * @param dialled the peer that we dialled; null if the peer connected to us
   */
  static void install(
      Channel channel, EngineContext context, @Nullable Dial dialled, PeerConnection connection) {
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
      var swarmHash = dialled.contact().swarmHash();
      entrance.join(swarmHash, this::greet, () -> refuse(swarmHash));
    }
  }

  private void every(Duration period, Runnable check) {
    long nanos = period.toNanos();
    timers.add(channel.eventLoop().scheduleAtFixedRate(check, nanos, nanos, TimeUnit.NANOSECONDS));
  }

  private void checkHandshake() {
    if (session == null) {
      close("sent no handshake in time");
    }
  }

  private void checkIdle() {
    boolean progressed = session != null && session.progressedSince();
    if (!heard && !progressed) {
      close("was silent for too long");
    }
    heard = false;
  }

  private void offer() {
    var theirs = waiting;
    if (session != null) {
      tick(session);
    } else if (theirs != null) {
      waiting = null;
      answer(theirs);
    }
  }

  private void tick(Session current) {
    try {
      current.tick();
      writer.flush();
    } catch (MalformedMessageException e) {
      misbehaved(e);
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
      meetOurselves(handshake);
    } else if (dialled == null) {
      answer(handshake);
    } else {
      complete(handshake);
    }
  }

  /** Answers before it closes, so that the end that dialled knows whom it has dialled. */
  private void meetOurselves(Handshake ours) {
    if (dialled == null) {
      writer.send(ours);
      writer.flush();
    }
    fault = true; // dialling this address again is useless
    close("is this client itself");
  }

  private void answer(Handshake theirs) {
    decoder.pause();
    boolean mayWait = context.torrents().mayOfferLater();
    if (context.torrents().mayOffer(theirs.infoHash())) {
      entrance.join(
          theirs.infoHash(),
          content -> {
            if (mayStay(theirs, content)) {
              writer.send(ours(content, content.hashToAnswer(theirs)));
              begin(theirs, content);
              decoder.resume();
            }
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

  private void greet(PeerTorrent content) {
    joined = content;
    if (dialled != null) {
      writer.send(ours(content, dialled.contact().swarmHash()));
      writer.flush();
    }
  }

  private Handshake ours(PeerTorrent content, InfoHash swarmHash) {
    long dht = hasDht(content) ? Handshake.DHT : 0;
    return new Handshake(content.reserved() | dht, swarmHash, context.peerId());
  }

  private boolean hasDht(PeerTorrent content) {
    return context.discovery().hasDht() && !content.isPrivate();
  }

  private void complete(Handshake theirs) throws MalformedMessageException {
    var content = joined;
    if (content == null || !content.swarmHashes().contains(theirs.infoHash())) {
      throw new MalformedMessageException("sent a handshake for another torrent");
    }
    if (mayStay(theirs, content)) {
      begin(theirs, content);
    }
  }

  private void refuse(InfoHash swarmHash) {
    context.counters().handshakesRefused.increment();
    close("asked for " + swarmHash + ", which is not offered");
  }

  /** Asks for a place in the torrent, and closes the connection if there is none. */
  private boolean mayStay(Handshake theirs, PeerTorrent content) {
    joined = content;
    presence.prioritize(channel.localAddress(), channel.remoteAddress(), context.ownAddresses());
    var outcome =
        presence.enter(
            content.places(),
            new TorrentPlaces.Ends(context.peerId(), theirs.peerId()),
            context.settings().maxConnectionsPerTorrent(),
            context.nanoTime().getAsLong());
    if (outcome != TorrentPlaces.Outcome.ADMITTED) {
      context.counters().connectionsRefused.increment();
      close(outcome.reason());
      return false;
    }
    return true;
  }

  private void begin(Handshake theirs, PeerTorrent content) {
    joined = null;
    var address = dialled == null ? null : dialled.contact().address();
    var begun =
        Sessions.open(
            new PeerContext(channel, connection, writer, context, address, this::close),
            content,
            theirs);
    session = begun;
    torrent = content;
    begun.begin();
    tellDhtPort(theirs, content);
    writer.flush();
    if (dialled != null) {
      presence.reachableAt(dialled.contact().address(), content.swarmHashes());
      dialled.listener().connected();
    }
  }

  /** Tells a peer that has a node of the DHT of ours, behind the bitfield (BEP 5, BEP 3). */
  private void tellDhtPort(Handshake theirs, PeerTorrent content) {
    if (theirs.hasDht() && hasDht(content)) {
      writer.send(new Port(context.port()));
    }
  }

  /** Hears once of the node that a peer says it has. */
  private void heardOf(Port node) {
    if (!toldPort && channel.remoteAddress() instanceof InetSocketAddress remote) {
      toldPort = true;
      context.discovery().addNodeOfPeer(new InetSocketAddress(remote.getAddress(), node.port()));
    }
  }

  @Override
  public void received(PeerMessage message) throws MalformedMessageException {
    heard = true;
    var current = session;
    if (message instanceof Port node) {
      heardOf(node);
    }
    if (current != null && channel.isActive()) {
      current.received(message);
    }
  }

  @Override
  public long expectedBytes() {
    return session == null ? 0 : session.expectedBytes();
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
  public void channelReadComplete(ChannelHandlerContext ctx) throws MalformedMessageException {
    var current = session;
    if (current != null && channel.isActive()) {
      connection.heard(context.nanoTime().getAsLong());
      current.proceed();
      noteAddress(current);
    }
    writer.flush();
  }

  /**
   * Notes the address at which the peer accepts connections, so that we do not dial a peer that is
   * already connected to us.
   */
  private void noteAddress(Session session) {
    if (!presence.isReachable()
        && torrent != null
        && session.theirPort() != 0
        && channel.remoteAddress() instanceof InetSocketAddress remote) {
      presence.reachableAt(
          new PeerAddress(remote.getAddress(), session.theirPort()), torrent.swarmHashes());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx)
      throws MalformedMessageException {
    if (session != null) {
      session.proceed();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    timers.forEach(timer -> timer.cancel(false));
    presence.leave();
    if (session != null) {
      session.close();
    } else if (joined != null) {
      context.torrents().leave(joined, connection);
    }
    if (dialled != null) {
      if (connection.isDuplicate()) {
        dialled.listener().connectedOtherwise();
      }
      dialled.listener().ended(reason, fault, session != null && session.wasUseful());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var real =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (real instanceof MalformedMessageException malformed) {
      misbehaved(malformed);
    } else if (real instanceof IOException) {
      close(String.valueOf(real.getMessage()));
    } else {
      log.log(WARNING, "closing " + channel.remoteAddress(), real);
      channel.close();
    }
  }

  private void misbehaved(MalformedMessageException e) {
    if (!fault) {
      context.counters().misbehaved.increment();
    }
    fault = true;
    close(String.valueOf(e.getMessage()));
  }

  private void close(String why) {
    reason = why;
    log.log(DEBUG, () -> "peer " + channel.remoteAddress() + " " + why);
    channel.close();
  }
}
