package org.spillway.swarm.lsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spillway.net.IpAddresses;
import org.spillway.testing.Patience;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** Two instances on this machine, by multicast on its loopback interface. */
@Timeout(120)
class LsdIT {
  private static final InetAddress ADDRESS = IpAddresses.parse("127.0.0.1").orElseThrow();
  private static final InfoHash FIRST = InfoHash.parse("0123456789abcdef0123456789abcdef01234567");
  private static final InfoHash SECOND = InfoHash.parse("fedcba9876543210fedcba9876543210fedcba98");

  private final Map<InfoHash, PeerAddress> foundByOne = new ConcurrentHashMap<>();
  private final Map<InfoHash, PeerAddress> foundByOther = new ConcurrentHashMap<>();

  private static NetworkInterface loopback() throws IOException {
    var loopback = NetworkInterface.getByInetAddress(ADDRESS);
    requireMulticast(loopback);
    return loopback;
  }

  /** Skips the test where the system has no multicast on loopback, and says so. */
  private static void requireMulticast(NetworkInterface at) {
    try (var channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, at);
      channel.join(LsdGroup.IPV4.address().getAddress(), at);
      channel.send(
          ByteBuffer.allocate(1), new InetSocketAddress(LsdGroup.IPV4.address().getAddress(), 9));
    } catch (IOException e) {
      abort("the system does not allow multicast on loopback: " + e);
    }
  }

  @Test
  void twoInstances_findEachOther() throws Exception {
    var loopback = loopback();
    try (var one = LsdSocket.start(loopback, LsdGroup.IPV4, 4001, foundByOne::put);
        var other = LsdSocket.start(loopback, LsdGroup.IPV4, 4002, foundByOther::put)) {
      // The one that adds a torrent first hears the announce of the second one.
      one.add(FIRST);
      other.add(FIRST);
      other.add(SECOND);
      one.add(SECOND);
      Patience.await("the peers")
          .until(() -> foundByOne.containsKey(FIRST) && foundByOther.containsKey(SECOND));
      assertThat(foundByOne.get(FIRST)).isEqualTo(new PeerAddress(ADDRESS, 4002));
      assertThat(foundByOther.get(SECOND)).isEqualTo(new PeerAddress(ADDRESS, 4001));
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("lsd");
  }
}
