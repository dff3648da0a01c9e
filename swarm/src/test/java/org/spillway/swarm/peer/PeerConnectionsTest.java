package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.Host;

class PeerConnectionsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final PeerConnections connections = new PeerConnections(6, 4);
  private final List<PeerConnection> closed = new ArrayList<>();

  private PeerConnection from(String address, long seconds) {
    List<PeerConnection> self = new ArrayList<>();
    Runnable close = () -> closed.addAll(self);
    var connection = new PeerConnection(host(address), close, seconds * SECOND);
    self.add(connection);
    return connection;
  }

  private static Host host(String address) {
    try {
      return Host.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private boolean enters(String address, long seconds) {
    return connections.enter(from(address, seconds), seconds * SECOND);
  }

  @Test
  void enter_beyondTheLimitOfAHost_refused() {
    for (int i = 0; i < 4; i++) {
      assertThat(enters("192.0.2.1", 0)).isTrue();
    }
    assertThat(enters("192.0.2.1", 1)).isFalse();
    assertThat(enters("192.0.2.2", 1)).isTrue();
    assertThat(closed).isEmpty();
  }

  @Test
  void enter_beyondTheLimitOfAHost_idleOneGoes() {
    List<PeerConnection> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(from("192.0.2.1", 0));
      connections.enter(all.get(i), 0);
    }
    all.get(0).useful(25 * SECOND);
    all.get(1).useful(5 * SECOND);
    assertThat(enters("192.0.2.1", 30)).isTrue();
    assertThat(closed).containsExactly(all.get(2));
  }

  @Test
  void enter_full_hostWithMostMakesRoomAtOnce() {
    for (int i = 0; i < 4; i++) {
      enters("192.0.2.1", 10);
    }
    enters("192.0.2.2", 0);
    enters("192.0.2.3", 0);
    assertThat(enters("192.0.2.4", 11)).isTrue();
    assertThat(closed).extracting(PeerConnection::host).containsExactly(host("192.0.2.1"));
  }

  @Test
  void enter_full_everyHostHasOne_onlyIdleOnesGo() {
    List<PeerConnection> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(from("192.0.2." + i, i));
      connections.enter(all.get(i), i * SECOND);
    }
    assertThat(enters("192.0.2.9", 10)).isFalse();
    all.get(0).useful(15 * SECOND);
    assertThat(enters("192.0.2.9", 22)).isTrue();
    assertThat(closed).containsExactly(all.get(1));
    assertThat(connections.hasRoom()).isFalse();
  }

  @Test
  void enter_full_greedyHostGetsNoMore() {
    for (int i = 0; i < 3; i++) {
      enters("192.0.2.1", 0);
      enters("192.0.2.2", 0);
    }
    assertThat(enters("192.0.2.1", 1)).isFalse();
    assertThat(closed).isEmpty();
  }

  @Test
  void leave_closedForAnother_countsOnce() {
    for (int i = 0; i < 4; i++) {
      enters("192.0.2.1", 0);
    }
    enters("192.0.2.2", 0);
    enters("192.0.2.3", 0);
    enters("192.0.2.4", 0);
    assertThat(connections.leave(closed.get(0))).isFalse();
    assertThat(connections.hasRoom()).isFalse();
  }

  @Test
  void enter_ipv6ByNetwork() {
    for (int i = 1; i <= 4; i++) {
      assertThat(enters("2001:db8:0:1::" + i, 0)).isTrue();
    }
    assertThat(enters("2001:db8:0:1:f::1", 0)).isFalse();
    assertThat(enters("2001:db8:0:2::1", 0)).isTrue();
  }

  @Test
  void enter_ipv4ThatLooksLikeIpv6() throws Exception {
    for (byte last = 1; last <= 5; last++) {
      byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, last};
      var address = Inet6Address.getByAddress(null, mapped, -1);
      assertThat(connections.enter(new PeerConnection(Host.of(address), () -> {}, 0), 0)).isTrue();
    }
    assertThat(connections.hosts()).isEqualTo(5);
  }

  @Test
  void leave_byAll_forgotten() {
    var connection = from("192.0.2.1", 0);
    connections.enter(connection, 0);
    assertThat(connections.leave(connection)).isTrue();
    assertThat(connections.leave(connection)).isFalse();
    assertThat(connections.hosts()).isZero();
  }
}
