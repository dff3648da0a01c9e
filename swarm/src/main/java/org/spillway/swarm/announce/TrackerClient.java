package org.spillway.swarm.announce;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.spillway.net.DaemonThreads;
import org.spillway.net.sockets.EventLoops;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.HttpAnnounce;

/**
 * Announces to trackers in the protocol that their URLs name, for any number of torrents: over UDP
 * from one socket for each family, or over HTTP. All runs on one event loop, but for looking up
 * names.
 */
public final class TrackerClient implements AnnounceSender, AutoCloseable {
  /**
   * The length of the longest answer that is accepted over HTTP, in bytes: 2,000 peers with a
   * dictionary each fit.
   */
  private static final int MAX_ANSWER = 256 * 1024;

  /** The number of names that are looked up at the same time. */
  private static final int NAME_THREADS = 4;

  private static final int MAX_WAITING_NAMES = 10_000;

  private final AnnounceLoop loop;
  private final HttpGetter http;
  private final AddressRule rule;
  private final AskTimes times;
  private final UdpTrackers udp;
  private final UdpSockets sockets;
  private final ExecutorService names;

  private TrackerClient(
      EventLoops loops, EventLoop eventLoop, HttpGetter http, AddressRule rule, AskTimes times) {
    this.loop = new EventAnnounceLoop(eventLoop);
    this.http = http;
    this.rule = rule;
    this.times = times;
    this.udp = new UdpTrackers(times, loop, new SecureRandom(), this::send);
    this.sockets = UdpSockets.open(loops, eventLoop, udp::received);
    this.names = nameThreads();
  }

  private static ExecutorService nameThreads() {
    var threads =
        new ThreadPoolExecutor(
            NAME_THREADS,
            NAME_THREADS,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING_NAMES),
            new DaemonThreads("tracker-names"));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private void send(InetSocketAddress to, ByteBuffer datagram, Consumer<IOException> failed) {
    sockets.send(to, datagram, failed);
  }

  /**
   * Opens the sockets.
   *
   * @param loops one of these drives the sockets; they must be closed after the client
   * @param http asks trackers over HTTP
   * @param rule the addresses of UDP trackers that may be asked
   */
  public static TrackerClient start(
      EventLoops loops, HttpGetter http, AddressRule rule, AskTimes times) {
    return new TrackerClient(loops, loops.group().next(), http, rule, times);
  }

  AnnounceLoop loop() {
    return loop;
  }

  @Override
  public CompletionStage<AnnounceAnswer.Announced> announce(
      String tracker, AnnounceRequest request, String trackerId) {
    try {
      var url = TrackerUrl.parse(tracker);
      if (url.isUdp()) {
        return overUdp(url, request);
      }
      if (url.isHttp()) {
        return overHttp(url, HttpAnnounce.query(request, trackerId));
      }
      throw new IOException(url.scheme() + " is not supported as a tracker's protocol");
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<AnnounceAnswer.Announced> overHttp(TrackerUrl url, String query)
      throws IOException {
    var answer = http.get(url.withQuery(query), MAX_ANSWER, times.limit());
    var told = onLoop(answer.thenApply(TrackerClient::decode));
    var late = new SocketTimeoutException("no answer in time");
    var cancel = loop.schedule(times.limit(), () -> told.completeExceptionally(late));
    return told.whenComplete((announced, problem) -> cancel.run());
  }

  private static AnnounceAnswer.Announced decode(byte[] body) {
    try {
      var answer = HttpAnnounce.decode(body);
      if (answer instanceof AnnounceAnswer.Announced announced) {
        return announced;
      }
      throw AnnounceRefusedException.of((AnnounceAnswer.Failed) answer);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Tells a result on the event loop. */
  private <T> CompletableFuture<T> onLoop(CompletionStage<T> result) {
    var told = new CompletableFuture<T>();
    result.whenComplete(
        (value, problem) ->
            loop.execute(
                () -> {
                  if (problem == null) {
                    told.complete(value);
                  } else {
                    told.completeExceptionally(problem);
                  }
                }));
    return told;
  }

  /** Announces to one address of each family (BEP 7). */
  private CompletionStage<AnnounceAnswer.Announced> overUdp(TrackerUrl url, AnnounceRequest request)
      throws IOException {
    int port = url.port();
    return onLoop(lookUp(url))
        .thenCompose(
            addresses -> {
              var answers = new ArrayList<CompletableFuture<AnnounceAnswer.Announced>>();
              addresses.forEach(
                  address ->
                      answers.add(udp.announce(new InetSocketAddress(address, port), request)));
              return new BothFamilies(loop).first(answers);
            });
  }

  private CompletableFuture<List<InetAddress>> lookUp(TrackerUrl url) {
    try {
      return CompletableFuture.supplyAsync(() -> permitted(url), names);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new IOException("too many names of trackers are being looked up", e));
    }
  }

  private List<InetAddress> permitted(TrackerUrl url) {
    try {
      var chosen = sockets.oneOfEachFamily(url.lookUp());
      if (chosen.isEmpty()) {
        throw new IOException("this machine has no socket for the addresses of the tracker");
      }
      for (InetAddress address : chosen) {
        rule.require(address);
      }
      return chosen;
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Closes the sockets. Those who wait for answers are told that there will be none. */
  @Override
  public void close() {
    names.shutdownNow();
    loop.execute(udp::close);
    sockets.close();
  }
}
