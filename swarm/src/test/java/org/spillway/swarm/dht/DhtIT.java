package org.spillway.swarm.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.Patience;
import org.spillway.testing.Program;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** Twenty of our nodes and one of libtorrent's (python3-libtorrent), with real sockets. */
@Timeout(180)
class DhtIT {
  private static final int NODES = 20;
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final InfoHash OURS = InfoHash.parse("0123456789abcdef0123456789abcdef01234567");
  private static final InfoHash THEIRS = InfoHash.parse("fedcba9876543210fedcba9876543210fedcba98");
  private static final int OUR_PORT = 4001;

  /** Arguments: the first node, the torrent to find, the torrent to announce, a folder. */
  private static final String SCRIPT =
      """
      import ipaddress, sys, time, libtorrent as lt
      host, port, find, announce, folder = sys.argv[1:]
      brackets = '[%s]' % host if ':' in host else host
      session = lt.session({'listen_interfaces': brackets + ':0', 'enable_lsd': False,
          'enable_upnp': False, 'enable_natpmp': False, 'enable_dht': True,
          'dht_bootstrap_nodes': brackets + ':' + port, 'dht_restrict_routing_ips': False,
          'dht_restrict_search_ips': False, 'dht_ignore_dark_internet': False,
          'allow_multiple_connections_per_ip': True, 'dht_block_ratelimit': 100000,
          'alert_mask': lt.alert.category_t.dht_notification
              | lt.alert.category_t.dht_operation_notification})
      torrent = lt.parse_magnet_uri('magnet:?xt=urn:btih:' + announce)
      torrent.save_path = folder
      handle = session.add_torrent(torrent)
      print('port', session.listen_port(), flush=True)
      ask = 0
      while True:
          if time.time() >= ask:
              ask = time.time() + 1
              session.dht_get_peers(lt.sha1_hash(bytes.fromhex(find)))
              handle.force_dht_announce()
          session.wait_for_alert(100)
          for alert in session.pop_alerts():
              if isinstance(alert, lt.dht_get_peers_reply_alert):
                  for peer in alert.peers():
                      print('found', ipaddress.ip_address(peer[0]).exploded, peer[1], flush=True)
      """;

  @TempDir Path folder;

  private Program libtorrent(InetSocketAddress first) throws Exception {
    Path script = Files.writeString(folder.resolve("dht.py"), SCRIPT);
    var command =
        List.of(
            "/usr/bin/python3",
            script.toString(),
            first.getAddress().getHostAddress(),
            String.valueOf(first.getPort()),
            OURS.toString(),
            THEIRS.toString(),
            folder.toString());
    return Program.start(Map.of(), command);
  }

  private static int port(String output) {
    var matcher = Pattern.compile("port (\\d+)").matcher(output);
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void announces_areFoundWithoutTracker(String host) throws Exception {
    var address = InetAddress.getByName(host);
    try (var nodes = new LoopbackNodes(address)) {
      var first = nodes.add(List.of());
      for (int i = 1; i < NODES - 1; i++) {
        nodes.add(List.of(first.address()));
      }
      var last = nodes.add(List.of(first.address()));
      nodes.call(
          () -> {
            last.dht().announce(OURS, OUR_PORT, false);
            return true;
          });
      try (var libtorrent = libtorrent(first.address())) {
        String output = libtorrent.awaitOutput(MOST, said -> said.contains(found(host)));
        int theirPort = port(output);
        requireFound(nodes, first, THEIRS, new PeerAddress(address, theirPort));
        // This node knows libtorrent alone.
        var other = nodes.add(List.of(new InetSocketAddress(address, theirPort)));
        requireFound(nodes, other, OURS, new PeerAddress(address, OUR_PORT));
      }
    }
  }

  private static String found(String host) {
    String exploded = host.equals("::1") ? "0000:".repeat(7) + "0001" : host;
    return "found %s %d".formatted(exploded, OUR_PORT);
  }

  private static void requireFound(
      LoopbackNodes nodes, LoopbackNodes.Node node, InfoHash infoHash, PeerAddress peer) {
    Patience.await("the peer " + peer)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              nodes.call(() -> node.dht().findPeers(infoHash));
              return node.found().contains(peer);
            });
    System.out.println(peer + " was found; " + stats(nodes, node));
  }

  private static DhtStats stats(LoopbackNodes nodes, LoopbackNodes.Node node) {
    try {
      return nodes.call(() -> node.dht().stats());
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
