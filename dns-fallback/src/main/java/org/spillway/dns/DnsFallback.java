package org.spillway.dns;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import org.spillway.catalog.Catalog;
import org.spillway.dns.update.Updates;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;

/** The name server. Safe for use by many threads. */
public final class DnsFallback implements AutoCloseable {
  private static final System.Logger log = System.getLogger(DnsFallback.class.getName());

  /** How often a port that is free for TCP may turn out to be taken for UDP. */
  private static final int ATTEMPTS = 20;

  private final PublishedRecords published;
  private final Counters counters;
  private final EventLoops loops;
  private final Doors doors;
  private final Updates updates;

  private DnsFallback(
      PublishedRecords published,
      Counters counters,
      EventLoops loops,
      Doors doors,
      Updates updates) {
    this.published = published;
    this.counters = counters;
    this.loops = loops;
    this.doors = doors;
    this.updates = updates;
  }

  /**
   * Answers from now on, and publishes what the catalog offers from now on: to be called before the
   * catalog starts.
   *
   * @throws IOException if the address cannot be taken; names the key
   */
  public static DnsFallback start(DnsSettings settings, Catalog catalog) throws IOException {
    var published =
        new PublishedRecords(settings.maxTorrent(), settings.ttl(), InstantSource.system());
    var dns = start(settings, published);
    catalog.addListener(published);
    return dns;
  }

  static DnsFallback start(DnsSettings settings, PublishedRecords published) throws IOException {
    var counters = new Counters();
    var zones =
        settings.zones().stream()
            .map(host -> new FallbackZone(host, settings.nameServers(), published))
            .toList();
    var responder = new Responder(zones, published, settings, counters);
    var loops = new EventLoops();
    try {
      var doors = openDoors(loops, settings, responder, counters);
      var updates = startUpdates(settings, zones, published, doors);
      log.log(INFO, "answering DNS on port {0,number,#} for {1}", doors.port(), settings.zones());
      return new DnsFallback(published, counters, loops, doors, updates);
    } catch (IOException e) {
      loops.close();
      throw e;
    }
  }

  private static Updates startUpdates(
      DnsSettings settings, List<FallbackZone> zones, PublishedRecords published, Doors doors)
      throws IOException {
    try {
      return Updates.start(settings.update(), zones, published);
    } catch (IOException e) {
      doors.close();
      throw e;
    }
  }

  private static Doors openDoors(
      EventLoops loops, DnsSettings settings, Responder responder, Counters counters)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Doors.open(loops, settings, responder, counters);
      } catch (IOException e) {
        if (settings.port() != 0 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Of UDP and TCP: the one that was taken, if the settings say 0. */
  public int port() {
    return doors.port();
  }

  public DnsStats stats() {
    return counters.stats(published.size(), updates.stats());
  }

  /** Gives the port back and waits for the threads; answers under way may be lost. */
  @Override
  public void close() {
    updates.close();
    doors.close();
    loops.close();
  }

  private record Doors(TcpDoor tcp, UdpDoor udp) {
    /** TCP first: what it takes is then asked for UDP. */
    static Doors open(
        EventLoops loops, DnsSettings settings, Responder responder, Counters counters)
        throws IOException {
      var address = address(settings.host(), settings.port());
      var tcp = TcpDoor.open(loops, address, settings, responder, counters);
      try {
        return new Doors(tcp, UdpDoor.open(loops, address(settings.host(), tcp.port()), responder));
      } catch (IOException e) {
        tcp.close();
        throw e;
      }
    }

    private static InetSocketAddress address(String host, int port) throws IOException {
      var address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        throw new IOException("dns.host: " + host + " has no address");
      }
      return address;
    }

    int port() {
      return tcp.port();
    }

    void close() {
      tcp.close();
      udp.close();
    }
  }
}
