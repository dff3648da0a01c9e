package org.spillway.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.PeerMessages.announce;
import static org.spillway.tracker.Samples.address;
import static org.spillway.tracker.Samples.infoHash;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.spillway.net.SipHash;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.announce.AnnounceRequest;

/** A tracker without sockets, and peers that keep what they are sent. */
abstract class WebSocketTestBase {
  static final InfoHash ALSO_OURS = infoHash(0xe9a0b1ff);
  static final TrackerLimits LIMITS = new TrackerLimits(3, 1_000, 10);

  static final WebSocketSettings SETTINGS =
      new WebSocketSettings(true, 20, 5, Duration.ofMinutes(2));

  final FakeClock clock = new FakeClock();
  final List<AnnounceRequest> heard = new ArrayList<>();
  final WebRtcSwarms webRtc = new WebRtcSwarms(LIMITS, SETTINGS, clock);
  final Swarms swarms = swarms();

  final WebSocketRequests requests =
      new WebSocketRequests(swarms, webRtc, SETTINGS, SipHash.random(new SecureRandom()), clock);

  final Peer one = new Peer(1, "192.0.2.1");
  final Peer two = new Peer(2, "192.0.2.2");

  Swarms swarms() {
    var listener =
        new PeerListener() {
          @Override
          public void announced(AnnounceRequest request, InetAddress source) {}

          @Override
          public void announcedOverWebSocket(AnnounceRequest request) {
            heard.add(request);
          }
        };
    return new Swarms(
        Samples.settings(TrackerPolicy.OURS, 0),
        hash -> hash.equals(ALSO_OURS) ? Standing.OURS : Samples.standing(hash),
        BuiltInSeeder.NONE,
        listener,
        SwarmStores.open("memory:", Duration.ofMinutes(45), LIMITS, clock),
        webRtc);
  }

  final class Peer {
    final int number;
    final FakeChannel channel = new FakeChannel();
    final PeerSocket socket;

    Peer(int number, String address) {
      this.number = number;
      this.socket = requests.open(address(address), channel);
    }

    Peer send(String message) {
      requests.receive(socket, message.getBytes(UTF_8));
      return this;
    }

    Peer leeches(InfoHash infoHash, int offers) {
      return send(announce(infoHash, number, "4", "started", offers));
    }

    /** Compares as text with all characters above ASCII escaped. */
    void got(String... messages) {
      var escaped = channel.sent.stream().map(WebSocketTestBase::escaped).toList();
      assertThat(escaped)
          .containsExactly(
              List.of(messages).stream().map(WebSocketTestBase::escaped).toArray(String[]::new));
      channel.sent.clear();
    }
  }

  /** The same spelling for the same text: six digits for what JSON may write in two ways. */
  static String escaped(String json) {
    var out = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      if (json.startsWith("\\u", i)) {
        out.append(plain((char) Integer.parseInt(json.substring(i + 2, i + 6), 16)));
        i += 5;
      } else {
        out.append(plain(json.charAt(i)));
      }
    }
    return out.toString();
  }

  static String plain(char c) {
    return c < ' ' || c > '~' ? "<%02x>".formatted((int) c) : String.valueOf(c);
  }
}
