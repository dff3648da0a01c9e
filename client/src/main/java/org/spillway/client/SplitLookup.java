package org.spillway.client;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.signature.SignatureVerdict;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;
import org.spillway.torrent.fallback.PublishedForm;

/**
 * The answers of a split torrent.
 *
 * @param parts the answers by the number of their part; a name without records is left out
 */
record SplitLookup(
    String name, FallbackAnswer.Split split, DnsAnswer base, SortedMap<Integer, DnsAnswer> parts) {
  private static final int PARALLEL = 8;

  /**
   * Asks for all parts, a few at a time, and stops at the first part that no server has.
   *
   * @param base the answer that said that the torrent is split
   */
  static SplitLookup ask(DnsClient servers, String name, FallbackAnswer.Split split, DnsAnswer base)
      throws DownloadException {
    var executor =
        Executors.newFixedThreadPool(
            Math.min(PARALLEL, split.parts()), new DaemonThreads("client-dns"));
    try {
      return new SplitLookup(name, split, base, ask(executor, servers, name, split, base));
    } finally {
      executor.shutdownNow();
    }
  }

  private static SortedMap<Integer, DnsAnswer> ask(
      ExecutorService executor,
      DnsClient servers,
      String name,
      FallbackAnswer.Split split,
      DnsAnswer base)
      throws DownloadException {
    List<Future<DnsAnswer>> asked = new ArrayList<>();
    for (int part = 1; part <= split.parts(); part++) {
      String partName = PublishedForm.partName(part, name);
      asked.add(executor.submit(() -> servers.askForPart(partName, base.by().server())));
    }
    SortedMap<Integer, DnsAnswer> parts = new TreeMap<>();
    for (int part = 1; part <= asked.size(); part++) {
      var answer = await(asked.get(part - 1), name);
      if (!answer.txt().isEmpty()) {
        parts.put(part, answer);
      }
    }
    return parts;
  }

  private static DnsAnswer await(Future<DnsAnswer> answer, String name) throws DownloadException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DownloadException(Reason.OTHER, name, new ClosedByInterruptException());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DownloadException problem) {
        throw problem;
      }
      throw new DownloadException(Reason.OTHER, name, new IOException(e.getCause()));
    }
  }

  /**
   * Returns the torrent.
   *
   * @throws MalformedRecordsException if the parts do not make a whole torrent
   */
  FallbackAnswer.Torrent torrent() throws MalformedRecordsException {
    Map<Integer, List<List<String>>> rrsets = new LinkedHashMap<>();
    parts.forEach((part, answer) -> rrsets.put(part, answer.txt()));
    return FallbackRecords.join(split, rrsets);
  }

  /**
   * Returns the result, whose signature has not been checked yet.
   *
   * @throws MalformedRecordsException as {@link #torrent} does
   */
  LookupResult.Present present(Duration took) throws MalformedRecordsException {
    var torrent = torrent();
    var by = base.by();
    var ttl = base.ttl();
    var freshness = base.freshness();
    int records = base.txt().size();
    for (DnsAnswer part : parts.values()) {
      by = by.and(part.by());
      ttl = part.ttl().compareTo(ttl) < 0 ? part.ttl() : ttl;
      freshness = freshness.and(part.freshness());
      records += part.txt().size();
    }
    return new LookupResult.Present(
        name, by, took, Route.DNS_SPLIT, records, ttl, freshness, torrent, SignatureVerdict.none());
  }
}
