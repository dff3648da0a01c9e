package org.spillway.swarm.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spillway.net.DaemonThreads;
import org.spillway.net.IpAddresses;
import org.spillway.net.sockets.EventLoops;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.HttpAnnounce;
import org.spillway.torrent.announce.UdpTrackerRequest;
import org.spillway.torrent.announce.UdpTrackerResponse;

/** Real datagrams on loopback, to trackers that behave well or badly. */
@Timeout(120)
class TrackerClientIT {
  private static final AskTimes QUICK = new AskTimes(Duration.ofMillis(100), Duration.ofSeconds(2));
  private static final InetAddress IPV4 = IpAddresses.parse("127.0.0.1").orElseThrow();
  private static final InetAddress IPV6 = IpAddresses.parse("::1").orElseThrow();
  private static final PeerAddress PEER = new PeerAddress(InetAddress.getLoopbackAddress(), 6881);
  private static final HttpGetter NO_HTTP =
      (url, length, limit) -> CompletableFuture.failedFuture(new IOException("no HTTP"));

  private final EventLoops loops = EventLoops.best("tracker-client", 1);
  private final List<AutoCloseable> closing = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : closing) {
      resource.close();
    }
    loops.close();
  }

  private TrackerClient client(HttpGetter http, AddressRule rule) {
    var client = TrackerClient.start(loops, http, rule, QUICK);
    closing.add(client);
    return client;
  }

  private TrackerClient client() {
    return client(NO_HTTP, AddressRule.ANY);
  }

  private static AnnounceRequest request(int number) {
    return new AnnounceRequest(
        InfoHash.of(ByteBuffer.allocate(InfoHash.LENGTH).putInt(number).array()),
        PeerId.random(new Random(4)),
        0,
        0,
        0,
        AnnounceEvent.STARTED,
        6881,
        9,
        -1,
        List.of(),
        true);
  }

  /** Announces on the loop, as its user does. */
  private static CompletableFuture<AnnounceAnswer.Announced> announce(
      TrackerClient client, String url, int number) {
    var result = new CompletableFuture<AnnounceAnswer.Announced>();
    client
        .loop()
        .execute(
            () ->
                client
                    .announce(url, request(number), "")
                    .whenComplete(
                        (answer, problem) -> {
                          if (problem == null) {
                            result.complete(answer);
                          } else {
                            result.completeExceptionally(AnnounceProblem.of(problem));
                          }
                        }));
    return result;
  }

  private static AnnounceAnswer.Announced get(CompletableFuture<AnnounceAnswer.Announced> answer)
      throws Exception {
    try {
      return answer.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (IOException) e.getCause();
    }
  }

  /** Returns the answers to a datagram of the client. */
  private interface Answering {
    List<UdpTrackerResponse> answers(UdpTrackerRequest request);
  }

  private static List<UdpTrackerResponse> well(UdpTrackerRequest request) {
    int id = request.transactionId();
    return request instanceof UdpTrackerRequest.Connect
        ? List.of(new UdpTrackerResponse.Connected(id, 77))
        : List.of(announced(id));
  }

  private static UdpTrackerResponse announced(int id) {
    return new UdpTrackerResponse.Announced(id, Duration.ofMinutes(30), 2, 1, List.of(PEER));
  }

  /** A UDP tracker on a loopback port. */
  private final class UdpFixture implements AutoCloseable {
    private final DatagramSocket socket;
    private final Thread thread;
    private final Answering answering;
    private final List<UdpTrackerRequest> requests = new CopyOnWriteArrayList<>();
    private volatile @Nullable SocketAddress client;

    UdpFixture(InetAddress address, Answering answering) throws IOException {
      this.socket = new DatagramSocket(new InetSocketAddress(address, 0));
      this.answering = answering;
      this.thread = DaemonThreads.single("udp-fixture", this::serve);
      thread.start();
      closing.add(this);
    }

    String url() {
      return "udp://127.0.0.1:" + socket.getLocalPort();
    }

    /** Returns the address from which the last request came. */
    SocketAddress client() {
      return Objects.requireNonNull(client);
    }

    private void serve() {
      try {
        while (true) {
          var packet = new DatagramPacket(new byte[2048], 2048);
          socket.receive(packet);
          var request =
              UdpTrackerRequest.read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
          client = packet.getSocketAddress();
          requests.add(request);
          for (UdpTrackerResponse answer : answering.answers(request)) {
            var out = ByteBuffer.allocate(answer.encodedLength());
            answer.writeTo(out);
            socket.send(new DatagramPacket(out.array(), out.position(), packet.getSocketAddress()));
          }
        }
      } catch (IOException e) {
        // Closed.
      }
    }

    @Override
    public void close() {
      socket.close();
      await("the end of the tracker").until(() -> !thread.isAlive());
    }
  }

  private UdpFixture tracker(Answering answering) throws IOException {
    return new UdpFixture(IPV4, answering);
  }

  private static long connects(UdpFixture tracker) {
    return tracker.requests.stream().filter(UdpTrackerRequest.Connect.class::isInstance).count();
  }

  @Test
  void udp_manyTorrents_shareOneConnection() throws Exception {
    var tracker = tracker(TrackerClientIT::well);
    var client = client();
    var answers =
        IntStream.range(0, 200).mapToObj(i -> announce(client, tracker.url(), i)).toList();
    for (var answer : answers) {
      assertThat(get(answer).peers()).containsExactly(PEER);
    }
    assertThat(connects(tracker)).isEqualTo(1);
    assertThat(tracker.requests.stream().map(UdpTrackerRequest::transactionId).distinct())
        .hasSize(201);
  }

  @Test
  void udp_lostDatagrams_areRepeated() throws Exception {
    var seen = new ArrayList<Integer>();
    var tracker =
        tracker(
            request -> {
              seen.add(request.transactionId());
              long same = seen.stream().filter(id -> id == request.transactionId()).count();
              return same < 3 ? List.of() : well(request);
            });
    assertThat(get(announce(client(), tracker.url(), 1)).complete()).isEqualTo(1);
    assertThat(tracker.requests).hasSize(6);
  }

  @Test
  void udp_silentTracker_failsInTime() throws Exception {
    var tracker = tracker(request -> List.of());
    var client = client();
    assertThatThrownBy(() -> get(announce(client, tracker.url(), 1)))
        .hasMessage("no answer in time");
    assertThat(tracker.requests).as("0, 100, 300, 700 and 1500 ms").hasSizeBetween(3, 5);
  }

  @Test
  void udp_otherTransactionIds_areIgnored() throws Exception {
    var tracker =
        tracker(
            request -> {
              var answers = new ArrayList<UdpTrackerResponse>();
              for (int i = 1; i <= 100; i++) {
                int wrong = request.transactionId() + i;
                answers.add(new UdpTrackerResponse.Failed(wrong, "forged"));
              }
              answers.addAll(well(request));
              return answers;
            });
    assertThat(get(announce(client(), tracker.url(), 1)).peers()).containsExactly(PEER);
  }

  @Test
  void udp_answersFromElsewhere_areIgnored() throws Exception {
    var client = client();
    try (var elsewhere = new DatagramSocket(0, IPV4)) {
      var tracker = tracker(request -> List.of());
      var answer = announce(client, tracker.url(), 1);
      await("the question").until(() -> !tracker.requests.isEmpty());
      var forged = new UdpTrackerResponse.Failed(tracker.requests.get(0).transactionId(), "forged");
      var out = ByteBuffer.allocate(forged.encodedLength());
      forged.writeTo(out);
      elsewhere.send(new DatagramPacket(out.array(), out.position(), tracker.client()));
      assertThatThrownBy(() -> get(answer)).hasMessage("no answer in time");
    }
  }

  @Test
  void udp_wrongKindOfAnswer_isAnError() throws Exception {
    var tracker = tracker(request -> List.of(announced(request.transactionId())));
    var client = client();
    assertThatThrownBy(() -> get(announce(client, tracker.url(), 1)))
        .hasMessage("the tracker sent an answer to another question");
  }

  @Test
  void udp_refusal_forgetsTheConnection() throws Exception {
    var tracker =
        tracker(
            request ->
                request instanceof UdpTrackerRequest.Connect
                    ? well(request)
                    : List.of(
                        new UdpTrackerResponse.Failed(request.transactionId(), "who are you?")));
    var client = client();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> get(announce(client, tracker.url(), 1)))
          .isInstanceOf(AnnounceRefusedException.class)
          .hasMessage("who are you?");
    }
    assertThat(connects(tracker)).isEqualTo(2);
  }

  @Test
  void udp_hugeAnswer_isCutOff() throws Exception {
    var peers = java.util.Collections.nCopies(10_000, PEER);
    var tracker =
        tracker(
            request ->
                request instanceof UdpTrackerRequest.Connect
                    ? well(request)
                    : List.of(
                        new UdpTrackerResponse.Announced(
                            request.transactionId(), Duration.ofMinutes(30), 2, 1, peers)));
    assertThat(get(announce(client(), tracker.url(), 1)).peers()).hasSizeBetween(300, 341);
  }

  @Test
  void udp_overIpv6() throws Exception {
    var tracker =
        new UdpFixture(
            IPV6,
            request ->
                request instanceof UdpTrackerRequest.Connect
                    ? well(request)
                    : List.of(
                        new UdpTrackerResponse.Announced(
                            request.transactionId(), Duration.ofMinutes(30), 2, 1, List.of())));
    String url = tracker.url().replace("127.0.0.1", "[::1]");
    assertThat(get(announce(client(), url, 1)).incomplete()).isEqualTo(2);
  }

  @Test
  void udp_forbiddenAddress_isNotAsked() throws Exception {
    var tracker = tracker(TrackerClientIT::well);
    var client =
        client(
            NO_HTTP,
            address -> {
              throw new IOException(address.getHostAddress() + " is inside");
            });
    assertThatThrownBy(() -> get(announce(client, tracker.url(), 1)))
        .hasMessage("127.0.0.1 is inside");
    assertThat(tracker.requests).isEmpty();
  }

  @Test
  void udp_unknownHost_fails() {
    var client = client();
    assertThatThrownBy(() -> get(announce(client, "udp://tracker.invalid:6969", 1)))
        .isInstanceOf(java.net.UnknownHostException.class);
  }

  @Test
  void announce_badUrls_fail() {
    var client = client();
    assertThatThrownBy(() -> get(announce(client, "udp://127.0.0.1/announce", 1)))
        .hasMessage("the URL of a UDP tracker must have a host and a port");
    assertThatThrownBy(() -> get(announce(client, "udp://127.0.0.1:99999", 1)))
        .hasMessage("the URL of a UDP tracker must have a host and a port");
    assertThatThrownBy(() -> get(announce(client, "gopher://h", 1)))
        .hasMessage("gopher is not supported as a tracker's protocol");
    assertThatThrownBy(() -> get(announce(client, "a b", 1))).hasMessageStartingWith("not a URL");
  }

  @Test
  void http_answer_isDecoded() throws Exception {
    var asked = new CopyOnWriteArrayList<URI>();
    var answer =
        new AnnounceAnswer.Announced(Duration.ofMinutes(9), Duration.ZERO, 1, 2, List.of(PEER));
    HttpGetter http =
        (url, length, limit) -> {
          asked.add(url);
          return CompletableFuture.supplyAsync(
              () -> HttpAnnounce.encodeCompact(answer, InetAddress.getLoopbackAddress()));
        };
    var client = client(http, AddressRule.ANY);
    assertThat(get(announce(client, "http://h/announce?passkey=1#x", 1))).isEqualTo(answer);
    assertThat(HttpAnnounce.parse(asked.get(0).getRawQuery())).isEqualTo(request(1));
    assertThat(asked.get(0).toString()).startsWith("http://h/announce?passkey=1&info_hash=");
  }

  @Test
  void http_nonsense_fails() {
    var client =
        client(
            (url, length, limit) -> CompletableFuture.completedFuture(new byte[9]),
            AddressRule.ANY);
    assertThatThrownBy(() -> get(announce(client, "http://h/announce", 1)))
        .hasMessageStartingWith("announce: not bencoded");
  }

  @Test
  void http_refusal_isTold() {
    byte[] body =
        HttpAnnounce.encodeCompact(
            new AnnounceAnswer.Failed("no", Duration.ofMinutes(3)),
            InetAddress.getLoopbackAddress());
    CompletionStage<byte[]> answer = CompletableFuture.completedFuture(body);
    var client = client((url, length, limit) -> answer, AddressRule.ANY);
    assertThatThrownBy(() -> get(announce(client, "http://h/announce", 1)))
        .isInstanceOfSatisfying(
            AnnounceRefusedException.class,
            refusal -> assertThat(refusal.retryIn()).isEqualTo(Duration.ofMinutes(3)))
        .hasMessage("no");
  }
}
