package org.spillway.seeder;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.spillway.net.sockets.BindFailedException;
import org.spillway.net.sockets.EventLoops;
import org.spillway.swarm.Host;

/** The sockets of a seeder: the port on which peers come, and the connections, both ways. */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class SeederSockets implements AutoCloseable {
  private static final System.Logger log = System.getLogger(SeederSockets.class.getName());

  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

  private static final int REVIEW_MILLIS = 500;

  private static final int MEANS_REVIEW_MILLIS = 100;

  /** What the system keeps of datagrams each way, in bytes. */
  private static final int SOCKET_BUFFER = 2 * 1024 * 1024;

  /**
   * Linux's IP_MTU_DISCOVER at the level of IP, and IP_PMTUDISC_DONT: routers may cut datagrams
   * that are too long for a link, as uTP cannot.
   */
  private static final ChannelOption<Integer> MTU_DISCOVERY =
      new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);

  private static final int MTU_DISCOVERY_OFF = 0;

  /** Dials under way: each holds a connection's place, whether there is a peer or not. */
  private static final int MAX_DIALS = 64;

  /** A connection with more unsent bytes than the second waits until fewer than the first are. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  private final SeederContext context;
  private final Runnable reviewDisk;

  /** Beside the others, on which hundreds of busy peers would keep new ones waiting. */
  private final EventLoops acceptor = EventLoops.best("seeder-accept", 1);

  private final EventLoops loops =
      EventLoops.best("seeder-io", Runtime.getRuntime().availableProcessors());

  private final ChannelGroup channels;
  private final AtomicInteger dials = new AtomicInteger();
  private volatile @Nullable UtpSocket utp;

  /**
   * @param reviewDisk is run a few times a second
   */
  SeederSockets(SeederContext context, Runnable reviewDisk) {
    this.context = context;
    this.reviewDisk = reviewDisk;
    this.channels = new DefaultChannelGroup(loops.group().next(), true);
  }

  /**
   * Lets peers in.
   *
   * @return the port
   */
  int open() throws IOException {
    var settings = context.settings();
    var local = (InetSocketAddress) openTcp(address(settings)).localAddress();
    openUdp(local);
    acceptor
        .group()
        .scheduleWithFixedDelay(
            context.choker()::review, REVIEW_MILLIS, REVIEW_MILLIS, TimeUnit.MILLISECONDS);
    acceptor
        .group()
        .scheduleWithFixedDelay(
            this::reviewMeans, MEANS_REVIEW_MILLIS, MEANS_REVIEW_MILLIS, TimeUnit.MILLISECONDS);
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

  /** Looks after what all peers share. */
  private void reviewMeans() {
    context.memory().review();
    reviewDisk.run();
  }

  /** On the port of the same number, where peers try uTP first. */
  private void openUdp(InetSocketAddress local) {
    try {
      var bound = EventLoops.bind(utpBootstrap(), local);
      utp = bound.pipeline().get(UtpSocket.class);
      channels.add(bound);
    } catch (BindFailedException e) {
      log.log(DEBUG, () -> "no UDP: " + e.getMessage());
    }
  }

  private Bootstrap utpBootstrap() {
    return context.settings().utp()
        ? datagrams(loops).handler(utpInitializer())
        : datagrams(acceptor).handler(new UtpRefusal(Ticker.systemTicker()));
  }

  private static Bootstrap datagrams(EventLoops driver) {
    var bootstrap = driver.datagrams(SOCKET_BUFFER).option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER);
    return driver.usesEpoll() ? bootstrap.option(MTU_DISCOVERY, MTU_DISCOVERY_OFF) : bootstrap;
  }

  private ChannelInitializer<Channel> utpInitializer() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new UtpSocket(channel, () -> initializer(null)));
      }
    };
  }

  private static InetSocketAddress address(SeederSettings settings) throws IOException {
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

  private ChannelInitializer<Channel> initializer(@Nullable Contact dialled) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        admit(channel, dialled);
      }
    };
  }

  private void admit(Channel channel, @Nullable Contact dialled) {
    channel.config().setWriteBufferWaterMark(WATER_MARK);
    channels.add(channel);
    var connections = context.counters().connections;
    connections.incrementAndGet();
    // Behind its place: whoever sees this count fall finds the place free as well.
    channel.closeFuture().addListener(closed -> connections.decrementAndGet());
    var connection = enter(channel, dialled);
    if (connection.isPresent()) {
      PeerHandler.install(channel, context, dialled, connection.get());
    } else {
      context.counters().connectionsRefused.increment();
      channel.close();
    }
  }

  private Optional<PeerConnection> enter(Channel channel, @Nullable Contact dialled) {
    var remote = (InetSocketAddress) channel.remoteAddress();
    if (dialled == null && remote == null) {
      return Optional.empty(); // gone already
    }
    var address = dialled == null ? remote.getAddress() : dialled.address().address();
    long now = System.nanoTime();
    var connection = new PeerConnection(Host.of(address), channel::close, now);
    if (!context.connections().enter(connection, now)) {
      return Optional.empty();
    }
    channel.closeFuture().addListener(closed -> context.connections().leave(connection));
    return Optional.of(connection);
  }

  /**
   * Returns at once; does nothing if there is no room for another connection.
   *
   * @param names the contact under every hash of its torrent
   */
  void dial(Contact contact, List<Contact> names) {
    if (!context.connections().hasRoom()
        || dials.get() >= MAX_DIALS
        || !context.contacts().mayDial(names)) {
      return;
    }
    dials.incrementAndGet();
    context.counters().dials.increment();
    var socket = utp;
    if (socket == null) {
      // Netty keeps things on each thread that makes a channel: let it be one of its own.
      loops.group().execute(() -> connect(contact));
    } else {
      socket.channel().eventLoop().execute(() -> connectByUtp(contact, socket));
    }
  }

  /** Those that do not answer get TCP; who does not speak uTP mostly says so at once. */
  private void connectByUtp(Contact contact, UtpSocket socket) {
    socket
        .dial(contact.address().toSocketAddress(), initializer(contact))
        .addListener(
            connected -> {
              if (connected.isSuccess()) {
                dials.decrementAndGet();
              } else {
                connect(contact);
              }
            });
  }

  private void connect(Contact contact) {
    loops
        .client()
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .handler(initializer(contact))
        .connect(contact.address().toSocketAddress())
        .addListener(connected -> dials.decrementAndGet());
  }

  /** Ends every connection; those that come later are closed at once. */
  void closeChannels() {
    channels.close(channel -> !(channel instanceof DatagramChannel)).awaitUninterruptibly();
    if (utp != null) {
      utp.close();
    }
    channels.close().awaitUninterruptibly();
  }

  /** Waits for all threads. */
  @Override
  public void close() {
    closeChannels();
    acceptor.close();
    loops.close();
  }
}
