package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.spillway.torrent.Metainfo;

/** Publishes torrents and prints how many seconds that took by the clock. */
final class PublishWork {
  private PublishWork() {}

  /**
   * Publishes the torrents.
   *
   * @param arguments the folder for the records, and the number of torrents
   */
  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[1]);
    List<Metainfo> torrents =
        IntStream.range(0, count).mapToObj(i -> DnsTorrents.metainfo(DnsZone.UNSIGNED, i)).toList();
    try (var published = DnsTorrents.open(Path.of(arguments[0]))) {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        published.publish(DnsTorrents.key(i, torrents.get(i)), torrents.get(i));
      }
      System.out.println((System.nanoTime() - start) / 1e9);
    }
  }
}
