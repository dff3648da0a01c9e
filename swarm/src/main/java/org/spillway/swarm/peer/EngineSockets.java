package org.spillway.swarm.peer;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.spillway.net.DaemonThreads;
import org.spillway.net.sockets.BindFailedException;
import org.spillway.net.sockets.EventLoops;
import org.spillway.swarm.Host;
import org.spillway.swarm.admission.Contact;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.encryption.Encryption;
import org.spillway.swarm.encryption.StreamEncryption;
import org.spillway.swarm.sockets.UtpRefusal;
import org.spillway.swarm.sockets.UtpSocket;
import org.spillway.torrent.PeerAddress;

/**
 * Holds the sockets of an engine: the port on which peers connect, and the connections in both
 * directions.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class EngineSockets implements TorrentPeers.Dialler, AutoCloseable {
  private static final System.Logger log = System.getLogger(EngineSockets.class.getName());

  private static final int REVIEW_MILLIS = 500;

  private static final int MEANS_REVIEW_MILLIS = 100;

  /** The size of the system's buffers of datagrams in each direction, in bytes. */
  private static final int SOCKET_BUFFER = 2 * 1024 * 1024;

  /**
   * Linux's IP_MTU_DISCOVER at the level of IP. With IP_PMTUDISC_DONT routers may fragment
   * datagrams that are too long for a link, which uTP cannot do.
   */
  private static final ChannelOption<Integer> MTU_DISCOVERY =
      new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);

  private static final int MTU_DISCOVERY_OFF = 0;

  /**
   * The most dials at a time; each takes the place of a connection, whether there is a peer or not.
   */
  private static final int MAX_DIALS = 64;

  /**
   * A connection with more unsent bytes than the second number waits until there are fewer than the
   * first.
   */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  /**
   * The bytes that the system takes of a connection before it can send them. Without a limit it
   * takes megabytes for a peer that does not read, and the peer looks as if it did.
   */
  private static final long MOST_UNSENT = 256 * 1024;

  private final EngineContext context;
  private final Runnable reviewDisk;
  private final Runnable reviewTorrents;

  /**
   * A thread of its own, because hundreds of busy peers on the other threads would keep new ones
   * waiting.
   */
  private final EventLoops acceptor = EventLoops.best("seeder-accept", 1);

  private final EventLoops loops =
      EventLoops.best("seeder-io", Runtime.getRuntime().availableProcessors());

  private final ChannelGroup channels;
  private final AtomicInteger dials = new AtomicInteger();
  private volatile @Nullable UtpSocket utp;

  /**
   * @param reviewDisk is run ten times a second
   * @param reviewTorrents is run twice a second
   */
  EngineSockets(EngineContext context, Runnable reviewDisk, Runnable reviewTorrents) {
    this.context = context;
    this.reviewDisk = reviewDisk;
    this.reviewTorrents = reviewTorrents;
    this.channels = new DefaultChannelGroup(loops.group().next(), true);
  }

  /**
   * Starts to accept peers.
   *
   * @return the port
   */
  int open() throws IOException {
    var settings = context.settings();
    var local = (InetSocketAddress) openTcp(address(settings)).localAddress();
    context.listening().set(local.getPort());
    openUdp(local);
    context.discovery().start(local);
    acceptor
        .group()
        .scheduleWithFixedDelay(
            DaemonThreads.enduring("the choice of peers", this::reviewPeers),
            REVIEW_MILLIS,
            REVIEW_MILLIS,
            TimeUnit.MILLISECONDS);
    acceptor
        .group()
        .scheduleWithFixedDelay(
            DaemonThreads.enduring("the review of memory and threads", this::reviewMeans),
            MEANS_REVIEW_MILLIS,
            MEANS_REVIEW_MILLIS,
            TimeUnit.MILLISECONDS);
    return local.getPort();
  }

  private Channel openTcp(InetSocketAddress address) throws IOException {
    var bootstrap =
        acceptor
            .server(loops)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childHandler(initializer(null));
    try {
      var bound = EventLoops.bind(bootstrap, address);
      channels.add(bound);
      return bound;
    } catch (BindFailedException e) {
      throw e.naming("seeder.port", "seeder.host");
    }
  }

  private void reviewPeers() {
    context.choker().review();
    reviewTorrents.run();
  }

  /** Looks after what all peers share. */
  private void reviewMeans() {
    context.memory().review();
    reviewDisk.run();
  }

  /** Opens the UDP port of the same number, where peers try uTP first. */
  private void openUdp(InetSocketAddress local) {
    try {
      var bound = EventLoops.bind(utpBootstrap(), local);
      utp = bound.pipeline().get(UtpSocket.class);
      channels.add(bound);
    } catch (BindFailedException e) {
      var level = context.settings().discovery().dht() ? WARNING : DEBUG;
      log.log(level, () -> "no UDP: " + e.getMessage());
    }
  }

  private Bootstrap utpBootstrap() {
    return context.settings().utp()
        ? datagrams(loops)
            .handler(udpInitializer(channel -> new UtpSocket(channel, () -> initializer(null))))
        : datagrams(acceptor)
            .handler(udpInitializer(channel -> new UtpRefusal(Ticker.systemTicker())));
  }

  private static Bootstrap datagrams(EventLoops driver) {
    var bootstrap = driver.datagrams(SOCKET_BUFFER).option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER);
    return driver.usesEpoll() ? bootstrap.option(MTU_DISCOVERY, MTU_DISCOVERY_OFF) : bootstrap;
  }

  /**
   * @param utp makes the handler of the datagrams that are not the DHT's
   */
  private ChannelInitializer<Channel> udpInitializer(Function<Channel, ChannelHandler> utp) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        context.discovery().install(channel);
        channel.pipeline().addLast(utp.apply(channel));
      }
    };
  }

  private static InetSocketAddress address(EngineSettings settings) throws IOException {
    try {
      InetAddress host = InetAddress.getByName(settings.host());
      // Without an address of one family, the system takes connections of both.
      return host.isAnyLocalAddress()
          ? new InetSocketAddress(settings.port())
          : new InetSocketAddress(host, settings.port());
    } catch (UnknownHostException e) {
      throw new IOException("seeder.host: " + settings.host() + " is not known", e);
    }
  }

  private ChannelInitializer<Channel> initializer(@Nullable Dial dialled) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        admit(channel, dialled);
      }
    };
  }

  private void admit(Channel channel, @Nullable Dial dialled) {
    channel.config().setWriteBufferWaterMark(WATER_MARK);
    // Only epoll has it; other channels ignore it.
    channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, MOST_UNSENT);
    channels.add(channel);
    var connections = context.counters().connections;
    connections.incrementAndGet();
    // This comes after the place is released: code that sees this count fall finds the place free
    // as well.
    channel.closeFuture().addListener(closed -> connections.decrementAndGet());
    var connection = enter(channel, dialled);
    if (connection.isPresent()) {
      encryption(dialled).ifPresent(handler -> channel.pipeline().addFirst(handler));
      PeerHandler.install(channel, context, dialled, connection.get());
    } else {
      context.counters().connectionsRefused.increment();
      channel.close();
    }
  }

  /** Returns the handler that comes before the others, if one must. */
  private Optional<ChannelHandler> encryption(@Nullable Dial dialled) {
    var policy = context.settings().encryption();
    if (dialled == null) {
      return policy == Encryption.OFF
          ? Optional.empty()
          : Optional.of(context.encryption().incoming());
    }
    if (dialled.encrypted()) {
      return Optional.of(context.encryption().outgoing(dialled.contact().swarmHash()));
    }
    return policy.redialsEncrypted() && dialled.listener() instanceof FirstTry first
        ? Optional.of(StreamEncryption.redialling(() -> redial(dialled, first)))
        : Optional.empty();
  }

  private void redial(Dial plain, FirstTry first) {
    if (hasRoom()) {
      var again = plain.withListener(first.listener()).withEncryption();
      first.replaced();
      begin(again);
    }
  }

  private Optional<PeerConnection> enter(Channel channel, @Nullable Dial dialled) {
    var remote = (InetSocketAddress) channel.remoteAddress();
    if (dialled == null && remote == null) {
      return Optional.empty(); // gone already
    }
    var address = dialled == null ? remote.getAddress() : dialled.contact().address().address();
    long now = context.nanoTime().getAsLong();
    var connection = new PeerConnection(Host.of(address), dialled != null, channel::close, now);
    if (!context.connections().enter(connection, now)) {
      return Optional.empty();
    }
    channel.closeFuture().addListener(closed -> context.connections().leave(connection));
    return Optional.of(connection);
  }

  /**
   * Dials a peer if it was not dialled lately and there is room for another connection. Returns at
   * once.
   *
   * @param names the contact under every hash of its torrent
   */
  void dialUnlessKnown(Contact contact, List<Contact> names) {
    if (hasRoom() && context.contacts().mayDial(names)) {
      begin(new Dial(contact, Dial.Transport.UTP_THEN_TCP, DialListener.NONE));
    }
  }

  private boolean hasRoom() {
    return context.connections().hasRoom() && dials.get() < MAX_DIALS;
  }

  @Override
  public boolean dial(Dial dial) {
    boolean room = hasRoom();
    if (room) {
      begin(dial);
    }
    return room;
  }

  @Override
  public long priorityOf(PeerAddress peer) {
    return context.ownAddresses().priorityOf(peer);
  }

  private void begin(Dial wanted) {
    var dial = wanted.encrypted() ? wanted : firstTry(wanted);
    dials.incrementAndGet();
    context.counters().dials.increment();
    var socket = utp;
    if (dial.transport() == Dial.Transport.TCP || socket == null) {
      // Netty keeps objects on each thread that makes a channel, so this uses one of its own
      // threads.
      loops.group().execute(() -> connect(dial));
    } else {
      socket.channel().eventLoop().execute(() -> connectByUtp(dial, socket));
    }
  }

  private Dial firstTry(Dial wanted) {
    return context.settings().encryption().dialsEncrypted()
        ? wanted.withEncryption()
        : wanted.withListener(new FirstTry(wanted.listener()));
  }

  /**
   * Dials over uTP, and then perhaps over TCP if the peer does not answer; most peers that do not
   * speak uTP say so at once.
   */
  private void connectByUtp(Dial dial, UtpSocket socket) {
    socket
        .dial(dial.contact().address().toSocketAddress(), initializer(dial))
        .addListener(
            connected -> {
              if (!connected.isSuccess() && dial.transport() == Dial.Transport.UTP_THEN_TCP) {
                connect(dial);
              } else {
                dialled(dial, connected);
              }
            });
  }

  private void connect(Dial dial) {
    loops
        .client()
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, context.settings().connectMillis())
        .handler(initializer(dial))
        .connect(dial.contact().address().toSocketAddress())
        .addListener(connected -> dialled(dial, connected));
  }

  private void dialled(Dial dial, Future<?> connected) {
    dials.decrementAndGet();
    if (!connected.isSuccess()) {
      dial.listener().ended(reason(connected.cause()), false, false);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause instanceof ConnectTimeoutException
        ? "does not answer"
        : "cannot be reached: " + (cause == null ? "" : cause.getMessage());
  }

  /** Ends every connection; those that are made later are closed at once. */
  void closeChannels() {
    channels.close(channel -> !(channel instanceof DatagramChannel)).awaitUninterruptibly();
    if (utp != null) {
      utp.close();
    }
    channels.close().awaitUninterruptibly();
  }

  /** Closes the sockets, and waits for all threads. */
  @Override
  public void close() {
    closeChannels();
    acceptor.close();
    loops.close();
  }
}
