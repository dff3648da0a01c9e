package org.spillway.dns.update;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;

/** Keeps primaries that others operate equal to what is published. Safe for use by many threads. */
public final class Updates implements AutoCloseable {
  private final List<PublisherThread> threads;

  private Updates(List<PublisherThread> threads) {
    this.threads = List.copyOf(threads);
  }

  /**
   * Sends what is published from now on. Names that were withdrawn while we were away are found at
   * the primaries, but not before {@link PublishedRecords#isComplete}.
   *
   * @throws IOException if the files about the primaries cannot be read
   */
  public static Updates start(
      UpdateSettings settings, List<FallbackZone> zones, PublishedRecords published)
      throws IOException {
    List<PublisherThread> threads = new ArrayList<>();
    for (Primary primary : settings.primaries()) {
      for (FallbackZone zone : zones) {
        var known = PublishedNames.open(settings.folder().resolve(fileName(primary, zone)));
        var publisher =
            new Publisher(primary, zone, published, known, settings.timing(), System::nanoTime);
        String name = "dns-update-" + (threads.size() + 1);
        threads.add(new PublisherThread(primary, publisher, settings.timing(), name));
      }
    }
    threads.forEach(PublisherThread::start);
    return new Updates(threads);
  }

  private static Path fileName(Primary primary, FallbackZone zone) {
    String server =
        primary.address().host().replaceAll("[^A-Za-z0-9.-]", "_") + "_" + primary.address().port();
    return Path.of(server, zone.origin().toString(true));
  }

  /** Returns the state of each zone at each primary. */
  public List<UpdateStats> stats() {
    return threads.stream().map(PublisherThread::stats).toList();
  }

  /** Ends the updates, and waits for the threads. */
  @Override
  public void close() {
    threads.forEach(PublisherThread::close);
  }
}
