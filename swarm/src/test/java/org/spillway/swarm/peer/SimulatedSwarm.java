package org.spillway.swarm.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.spillway.swarm.UploadGoal;
import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.UploadSettings;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.TorrentFormat;

/**
 * A server and a crowd that downloads its file, in a network and a time of their own. The same seed
 * gives the same swarm.
 */
final class SimulatedSwarm {
  private static final int PIECE_LENGTH = 32 * 1024;

  private final SimulatedLoop loop = new SimulatedLoop();
  private final Random random;
  private final InfoDictionary info;
  private final SimulatedPeer server;
  private final List<SimulatedPeer> crowd = new ArrayList<>();
  private final Map<PeerAddress, SimulatedPeer> byAddress = new HashMap<>();

  /** What the links of a swarm carry, in bytes a second. */
  record Rates(long serverUp, long up, long down) {}

  /**
   * @param length the length of the file, in bytes
   * @param known how many others each of the crowd knows from the beginning, beside the server
   */
  SimulatedSwarm(long seed, int length, int size, int known, Rates rates, UploadGoal goal) {
    this.random = new Random(seed);
    this.info = info(length);
    var settings = new UploadSettings(goal, 1);
    var policy = new UploadPolicy(settings, random, loop::now);
    var serverLink = new SimulatedLink(loop, rates.serverUp(), rates.serverUp(), 20);
    this.server = SimulatedPeer.server(this, serverLink, policy);
    byAddress.put(server.peerAddress(), server);
    for (int i = 1; i <= size; i++) {
      var peer =
          SimulatedPeer.leech(this, i, new SimulatedLink(loop, rates.up(), rates.down(), 20));
      crowd.add(peer);
      byAddress.put(peer.peerAddress(), peer);
    }
    crowd.forEach(peer -> peer.meet(neighbours(peer, known)));
  }

  private static InfoDictionary info(int length) {
    var hasher = new FileHasher(TorrentFormat.V1, PIECE_LENGTH);
    hasher.update(new byte[length], 0, length);
    return InfoDictionary.ofFile("file", hasher.finish());
  }

  private List<PeerAddress> neighbours(SimulatedPeer peer, int known) {
    List<PeerAddress> addresses = new ArrayList<>();
    addresses.add(server.peerAddress());
    while (addresses.size() <= Math.min(known, crowd.size() - 1)) {
      var other = crowd.get(random.nextInt(crowd.size()));
      if (other != peer && !addresses.contains(other.peerAddress())) {
        addresses.add(other.peerAddress());
      }
    }
    return addresses;
  }

  SimulatedLoop loop() {
    return loop;
  }

  Random random() {
    return random;
  }

  InfoDictionary info() {
    return info;
  }

  SimulatedPeer find(PeerAddress address) {
    var peer = byAddress.get(address);
    if (peer == null) {
      throw new IllegalArgumentException("nobody is at " + address);
    }
    return peer;
  }

  /** Lets everybody finish; returns false if somebody has not after some simulated seconds. */
  boolean run(int seconds) {
    return loop.runUntil(
        () -> crowd.stream().allMatch(peer -> peer.finished() >= 0), seconds * 1_000_000_000L);
  }

  /** Returns when the last one finished, in seconds. */
  double lastFinished() {
    return crowd.stream().mapToLong(SimulatedPeer::finished).max().orElse(0) / 1e9;
  }

  /** Returns the copies of the file that the server has sent. */
  double copies() {
    return (double) server.stats().bytesSent() / info.length();
  }

  long finishedCount() {
    return crowd.stream().filter(peer -> peer.finished() >= 0).count();
  }
}
