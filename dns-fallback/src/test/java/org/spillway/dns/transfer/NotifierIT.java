package org.spillway.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spillway.dns.tsig.TsigKeys;
import org.spillway.dns.tsig.TsigRequest;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordSettings;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;

/** Name servers are told of changes. */
@Timeout(60)
class NotifierIT {
  private static final String KEY = "secondary:hmac-sha256:c2VjcmV0";
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final PublishedRecords published =
      new PublishedRecords(RecordSettings.DEFAULT.withMaxTorrent(44_000), InstantSource.system());
  private DatagramSocket secondary;

  @BeforeEach
  void open() throws IOException {
    secondary = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
    secondary.setSoTimeout(30_000);
  }

  @AfterEach
  void close() {
    secondary.close();
  }

  private Notifier notifier(String suffix) throws IOException {
    String target = "127.0.0.1:" + secondary.getLocalPort() + suffix;
    return notifier(List.of(target), InetAddress::getByName);
  }

  private Notifier notifier(List<String> targets, LookUps.Resolver resolver) throws IOException {
    return notifier(targets, resolver, List.of(LOOPBACK));
  }

  private Notifier notifier(List<String> targets, LookUps.Resolver resolver, List<InetAddress> from)
      throws IOException {
    var settings = TransferSettings.parse(List.of(), List.of(KEY), targets);
    var zone = new FallbackZone("dl.example.org", List.of(), published);
    var keys = new TsigKeys(settings.keys(), InstantSource.system());
    return Notifier.start(
        List.of(zone),
        published,
        List.of(),
        settings,
        keys,
        from,
        Duration.ofMillis(100),
        new LookUps(resolver));
  }

  private DatagramPacket receive() throws IOException {
    var packet = new DatagramPacket(new byte[1232], 1232);
    secondary.receive(packet);
    return packet;
  }

  private static Message message(DatagramPacket packet) throws IOException {
    return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
  }

  private static Message answer(Message notify) {
    var answer = new Message(notify.getHeader().getID());
    answer.getHeader().setOpcode(Opcode.NOTIFY);
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(notify.getQuestion(), Section.QUESTION);
    return answer;
  }

  private void send(DatagramSocket from, Message answer, DatagramPacket to) throws IOException {
    byte[] bytes = answer.toWire();
    from.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
  }

  private static void awaitAnswered(Notifier notifier, long count) {
    await(count + " answers").until(() -> notifier.answered() >= count);
  }

  /** What was told again before the first answer came is answered again. */
  private void answerUntil(Notifier notifier, long count) throws IOException {
    secondary.setSoTimeout(10);
    while (notifier.answered() < count) {
      assertThat(Thread.currentThread().isInterrupted()).as("timed out").isFalse();
      answerNext();
    }
  }

  private void answerNext() throws IOException {
    try {
      var packet = receive();
      send(secondary, answer(message(packet)), packet);
    } catch (SocketTimeoutException e) {
      // All that came is answered.
    }
  }

  @Test
  void start_toldOnceComplete() throws IOException {
    try (var notifier = notifier("")) {
      published.walked();
      published.settled();
      var packet = receive();
      var notify = message(packet);
      assertThat(notify.getHeader().getOpcode()).isEqualTo(Opcode.NOTIFY);
      assertThat(notify.getHeader().getFlag(Flags.AA)).isTrue();
      assertThat(notify.getQuestion().getName()).hasToString("_torrent.dl.example.org.");
      assertThat(((SOARecord) notify.getSection(Section.ANSWER).get(0)).getSerial())
          .isEqualTo(published.serial());
      send(secondary, answer(notify), packet);
      awaitAnswered(notifier, 1);
    }
  }

  @Test
  void from_firstAddressOfTheFamily() throws IOException {
    assumeThat(Files.exists(Path.of("/proc/net/if_inet6"))).as("a machine with IPv6").isTrue();
    published.walked();
    published.settled();
    var from =
        List.of(
            InetAddress.getByAddress(IPV6_LOOPBACK),
            InetAddress.getByName("127.0.0.2"),
            InetAddress.getByName("127.0.0.3"));
    String target = "127.0.0.1:" + secondary.getLocalPort();
    try (var notifier = notifier(List.of(target), InetAddress::getByName, from)) {
      var packet = receive();
      assertThat(packet.getAddress()).isEqualTo(from.get(1));
      send(secondary, answer(message(packet)), packet);
      awaitAnswered(notifier, 1);
    }
  }

  /** It comes again, the same, until the right answer comes from the right place. */
  @Test
  void wrongAnswers_toldAgain() throws IOException {
    published.walked();
    published.settled();
    try (var notifier = notifier("");
        var stranger = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      var first = message(receive());
      var wrongId = answer(first);
      wrongId.getHeader().setID(first.getHeader().getID() ^ 1);
      var packet = receive();
      assertThat(message(packet).toWire()).isEqualTo(first.toWire());
      send(secondary, wrongId, packet);
      send(stranger, answer(first), packet);
      send(secondary, first, packet);
      packet = receive();
      assertThat(notifier.answered()).isZero();
      send(secondary, answer(first), packet);
      awaitAnswered(notifier, 1);
    }
  }

  @Test
  void noAnswer_fiveTries() throws IOException {
    published.walked();
    published.settled();
    try (var notifier = notifier("")) {
      for (int i = 0; i < 5; i++) {
        receive();
      }
      secondary.setSoTimeout(5_000);
      assertThatThrownBy(this::receive).isInstanceOf(SocketTimeoutException.class);
      assertThat(notifier.answered()).isZero();
    }
  }

  /** A secondary may know one zone and not another. */
  @Test
  void answer_refused_warnsWithTheZone() throws IOException {
    published.walked();
    published.settled();
    try (var warnings = new Warnings(Notification.class);
        var notifier = notifier("")) {
      var packet = receive();
      var refused = answer(message(packet));
      refused.getHeader().setRcode(Rcode.REFUSED);
      send(secondary, refused, packet);
      awaitAnswered(notifier, 1);
      assertThat(warnings.await())
          .isEqualTo(
              "dns.notify: _torrent.dl.example.org.: 127.0.0.1 port %d says REFUSED",
              secondary.getLocalPort());
    }
  }

  /** It is the key of one side that is wrong, and no answer that says so can be signed. */
  @Test
  void key_refused_warnsOfWhatWasSaid() throws IOException {
    published.walked();
    published.settled();
    var server = new TsigKeys(List.of(), InstantSource.system());
    try (var warnings = new Warnings(Notifier.class);
        var notifier = notifier("+key:secondary")) {
      for (int i = 0; i < 5; i++) {
        var packet = receive();
        byte[] notify = Arrays.copyOf(packet.getData(), packet.getLength());
        byte[] answer = ((TsigRequest.Refused) server.open(notify)).answer();
        secondary.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
      assertThat(warnings.await())
          .isEqualTo(
              "dns.notify: _torrent.dl.example.org.: 127.0.0.1 port %d says NOTAUTH (BADKEY),"
                  + " its answer is not signed",
              secondary.getLocalPort());
      assertThat(notifier.answered()).isZero();
    }
  }

  /** The system may look half a minute for a name. */
  @Test
  void nameThatTakesItsTime_holdsUpNobody() throws IOException {
    published.walked();
    published.settled();
    var never = new CountDownLatch(1);
    LookUps.Resolver resolver =
        host -> {
          waitFor(host.equals("slow.example") ? never : new CountDownLatch(0));
          return LOOPBACK;
        };
    int port = secondary.getLocalPort();
    var targets = List.of("slow.example:" + port, "127.0.0.1:" + port, "known.example:" + port);
    try (var warnings = new Warnings(Notifier.class);
        var notifier = notifier(targets, resolver)) {
      answerUntil(notifier, 2);
      assertThat(warnings.await())
          .isEqualTo(
              "dns.notify: _torrent.dl.example.org.: slow.example port %d has no address", port);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("dns-notify"));
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("closed", e);
    }
  }

  /** Its address is there when it is told again. */
  @Test
  void nameFoundLater_told() throws IOException {
    published.walked();
    published.settled();
    var found = new CountDownLatch(1);
    LookUps.Resolver resolver =
        host -> {
          waitFor(found);
          return LOOPBACK;
        };
    int port = secondary.getLocalPort();
    try (var notifier = notifier(List.of("a.example:" + port, "127.0.0.1:" + port), resolver)) {
      answerUntil(notifier, 1);
      found.countDown();
      answerUntil(notifier, 2);
    }
  }

  @Test
  void key_signedBothWays() throws IOException {
    published.walked();
    published.settled();
    var tsig = new TSIG(TSIG.HMAC_SHA256, "secondary.", "c2VjcmV0");
    try (var notifier = notifier("+key:secondary")) {
      var packet = receive();
      byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
      var notify = message(packet);
      assertThat(tsig.verify(notify, bytes, null)).isEqualTo(Rcode.NOERROR);
      send(secondary, answer(notify), packet);

      packet = receive();
      assertThat(notifier.answered()).isZero();
      var answer = answer(message(packet));
      tsig.apply(answer, message(packet).getTSIG());
      send(secondary, answer, packet);
      awaitAnswered(notifier, 1);
    }
  }
}
