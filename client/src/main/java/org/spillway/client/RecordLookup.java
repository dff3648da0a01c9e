package org.spillway.client;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.spillway.client.http.Problems;
import org.spillway.client.signature.SignatureVerdict;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;

/** Asks servers for the records at several names, and reads them. For one look-up. */
final class RecordLookup {
  private static final System.Logger log = System.getLogger(RecordLookup.class.getName());

  private final DnsClient servers;
  private final SignatureLookup signatures;
  private final boolean looksAlways;
  private final LongSupplier nanoTime;

  /**
   * @param looksAlways whether to check signatures even if nothing depends on them
   * @param nanoTime as {@link System#nanoTime}
   */
  RecordLookup(
      DnsClient servers, SignatureLookup signatures, boolean looksAlways, LongSupplier nanoTime) {
    this.servers = servers;
    this.signatures = signatures;
    this.looksAlways = looksAlways;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns the records of the first name that has any, or else the answer about the first name.
   */
  LookupResult lookup(List<String> names) throws IOException {
    var result = lookup(names.get(0));
    for (int i = 1; i < names.size() && result instanceof LookupResult.Absent; i++) {
      var other = lookup(names.get(i));
      result = other instanceof LookupResult.Present ? other : result;
    }
    return result;
  }

  private LookupResult lookup(String name) throws IOException {
    long start = nanoTime.getAsLong();
    var answer = servers.ask(name);
    try {
      var result = read(name, answer, start);
      return servers.believe(result.by()) ? result : newest(result);
    } catch (MalformedRecordsException e) {
      for (NameServer server : servers.after(answer.by().server())) {
        var found = lookup(name, server);
        if (found.isPresent()) {
          return found.get();
        }
      }
      throw e;
    }
  }

  /**
   * Asks every other server once for a newer torrent. If only a signature proves where a torrent
   * comes from, somebody may have kept an old one, and an answer that there is none may be forged.
   */
  private LookupResult newest(LookupResult first) throws DownloadException {
    var best = first;
    for (NameServer server : servers.others(first.by().server())) {
      var other = believed(first.name(), server, () -> servers.askOnce(first.name(), server));
      if (other.isPresent() && isBetter(other.get(), best)) {
        best = other.get();
      }
    }
    return best;
  }

  private static boolean isBetter(LookupResult.Present other, LookupResult than) {
    return !(than instanceof LookupResult.Present best)
        || !best.isAuthentic()
        || other.by().isAuthentic()
        || other.signature().isNewerThan(best.signature());
  }

  /**
   * Returns the torrent of one server, if the server answers, can be believed and has a whole
   * torrent.
   */
  Optional<LookupResult.Present> lookup(String name, NameServer server) throws DownloadException {
    return believed(name, server, () -> servers.ask(name, server));
  }

  private interface Question {
    DnsAnswer ask() throws IOException;
  }

  private Optional<LookupResult.Present> believed(String name, NameServer server, Question question)
      throws DownloadException {
    try {
      long start = nanoTime.getAsLong();
      var result = read(name, question.ask(), start);
      return result instanceof LookupResult.Present present
              && (servers.believe(present.by()) || present.isAuthentic())
          ? Optional.of(present)
          : Optional.empty();
    } catch (IOException e) {
      if (e instanceof DownloadException problem && Thread.currentThread().isInterrupted()) {
        throw problem;
      }
      log.log(DEBUG, () -> server + ": " + Problems.describe(e));
      return Optional.empty();
    }
  }

  private LookupResult read(String name, DnsAnswer answer, long start) throws IOException {
    var records = answer.txt();
    if (!FallbackRecords.areIn(records)) {
      String status = records.isEmpty() ? answer.status() : "it has other TXT records only";
      return new LookupResult.Absent(name, answer.by(), since(start), status);
    }
    var content = FallbackRecords.parse(records);
    if (content instanceof FallbackAnswer.Split split) {
      return signed(SplitLookup.ask(servers, name, split, answer).present(since(start)), answer);
    }
    var present =
        new LookupResult.Present(
            name,
            answer.by(),
            since(start),
            form(content, records),
            records.size(),
            answer.ttl(),
            answer.freshness(),
            content,
            SignatureVerdict.none());
    return signed(present, answer);
  }

  /** Returns the result with the verdict on its signature, if anything depends on that. */
  private LookupResult.Present signed(LookupResult.Present present, DnsAnswer base) {
    return looksAlways || !servers.believe(present.by())
        ? present.withSignature(signatures.verdict(present.name(), base, present.answer()))
        : present;
  }

  private Duration since(long start) {
    return Duration.ofNanos(nanoTime.getAsLong() - start);
  }

  private static Route form(FallbackAnswer content, List<List<String>> records) {
    if (content instanceof FallbackAnswer.Magnet) {
      return Route.DNS_MAGNET;
    }
    boolean plain = records.stream().anyMatch(strings -> String.join("", strings).startsWith("ZD"));
    return plain ? Route.DNS_PLAIN : Route.DNS_TAGGED;
  }
}
