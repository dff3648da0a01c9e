package org.spillway.swarm.discovery;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spillway.net.DaemonThreads;
import org.spillway.swarm.dht.DhtStats;
import org.spillway.swarm.dht.IpFamily;
import org.spillway.torrent.InfoHash;

/**
 * A node of the DHT at a UDP channel. What it knows belongs to the channel's event loop; names are
 * looked up and the file is written on other threads. Safe for use by many threads.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is logged where it is done
final class DhtNode implements AutoCloseable {
  private static final System.Logger log = System.getLogger(DhtNode.class.getName());

  /** The interval at which the nodes are kept for the next run, in minutes. */
  private static final int KEEP_MINUTES = 10;

  /** The time after which names are looked up again that could not be, in seconds. */
  private static final int RETRY_SECONDS = 60;

  /** The longest wait for the event loop, in seconds. */
  private static final int PATIENCE_SECONDS = 5;

  private final Channel channel;
  private final DiscoverySettings settings;
  private final NodesFile file;
  private final DhtHandler handler;
  private final DaemonThreads threads = new DaemonThreads("dht");
  private final ScheduledExecutorService helper =
      Executors.newSingleThreadScheduledExecutor(threads);

  /**
   * Makes a node that has not begun.
   *
   * @param channel the channel of datagrams, which is bound or about to be bound
   * @param utp whether our peer speaks uTP at the channel
   */
  DhtNode(
      Channel channel,
      DiscoverySettings settings,
      boolean utp,
      Supplier<DiscoveryListener> listener) {
    this.channel = channel;
    this.settings = settings;
    this.file = new NodesFile(settings.nodesFile());
    this.handler =
        new DhtHandler(
            settings.bootstrap(), utp, (hash, peers) -> listener.get().foundInDht(hash, peers));
  }

  /** Returns the handler, which passes on what is not for the DHT. */
  ChannelHandler handler() {
    return handler;
  }

  /** Returns whether the channel is bound, without which there is nothing to {@link #start}. */
  boolean isBound() {
    return channel.isActive();
  }

  /** Begins to contact other nodes; the channel is bound. */
  void start() {
    helper.execute(this::begin);
    helper.scheduleWithFixedDelay(
        DaemonThreads.enduring("to keep the nodes of the DHT", this::keep),
        KEEP_MINUTES,
        KEEP_MINUTES,
        TimeUnit.MINUTES);
  }

  private void begin() {
    var saved = read();
    onLoop(node -> node.begin(saved));
    lookUpLater(settings.bootstrap());
  }

  private Map<IpFamily, byte[]> read() {
    try {
      return file.read();
    } catch (IOException e) {
      log.log(WARNING, "the nodes of the DHT are forgotten: " + e.getMessage());
      return Map.of();
    }
  }

  /** Looks names up on a thread that nobody waits for, because the system cannot be interrupted. */
  private void lookUpLater(List<BootstrapNode> nodes) {
    DaemonThreads.single("dht-names", () -> lookUp(nodes)).start();
  }

  private void lookUp(List<BootstrapNode> nodes) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    List<BootstrapNode> unknown = new ArrayList<>();
    for (BootstrapNode node : nodes) {
      try {
        for (InetAddress address : InetAddress.getAllByName(node.host())) {
          addresses.add(new InetSocketAddress(address, node.port()));
        }
      } catch (UnknownHostException e) {
        unknown.add(node);
      }
    }
    onLoop(node -> node.addNodes(addresses));
    if (!unknown.isEmpty()) {
      log.log(DEBUG, "these nodes of the DHT have no address: {0}", unknown);
      retry(unknown);
    }
  }

  private void retry(List<BootstrapNode> unknown) {
    try {
      helper.schedule(() -> lookUpLater(unknown), RETRY_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      log.log(DEBUG, "the node has been closed meanwhile");
    }
  }

  void announce(InfoHash infoHash) {
    onLoop(node -> node.announce(infoHash));
  }

  void search(InfoHash infoHash) {
    onLoop(node -> node.search(infoHash));
  }

  void withdraw(InfoHash infoHash) {
    onLoop(node -> node.withdraw(infoHash));
  }

  void addNodeOfPeer(InetSocketAddress address) {
    onLoop(node -> node.addNodeOfPeer(address));
  }

  /** Returns the figures for IPv4, or for IPv6 if the channel has only that. */
  Optional<DhtStats> stats() {
    return ask(handler::stats);
  }

  private void onLoop(Consumer<DhtHandler> task) {
    try {
      channel.eventLoop().execute(() -> task.accept(handler));
    } catch (RejectedExecutionException e) {
      // The engine is closing, and nobody will be announced any more.
      log.log(DEBUG, "the event loop of the DHT has ended");
    }
  }

  /** Asks the event loop, and waits for the answer. */
  private <T> Optional<T> ask(Callable<T> question) {
    try {
      var answer = channel.eventLoop().submit(question);
      return Optional.of(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      log.log(DEBUG, "the event loop of the DHT does not answer", e);
    }
    return Optional.empty();
  }

  private void keep() {
    if (!file.isNone()) {
      ask(handler::save).ifPresent(this::write);
    }
  }

  private void write(Map<IpFamily, byte[]> nodes) {
    try {
      file.write(nodes);
    } catch (IOException e) {
      log.log(WARNING, "the nodes of the DHT are not kept: " + e.getMessage());
    }
  }

  /** Keeps the nodes for the next run, and ends the thread; the channel must still be open. */
  @Override
  public void close() {
    keep();
    helper.shutdownNow();
    threads.join();
  }
}
