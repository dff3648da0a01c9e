package org.spillway.client;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;

/**
 * Asks DNS for the torrent of a URL: the TXT records at {@code [sha1]._torrent.[host]}, and of a
 * split one at the names of its parts. Over UDP with EDNS first, over TCP for an answer that was
 * truncated, or over HTTPS, as each server is configured.
 */
public final class DnsLookup {
  private static final System.Logger log = System.getLogger(DnsLookup.class.getName());

  private final ClientSettings settings;

  public DnsLookup(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * Asks for the URL as it is written first, then for the canonical forms of it that are other
   * names, see {@link DownloadUrl#fallbackNames}; and where the host is an alias, for the host that
   * it leads to.
   *
   * <p>Asks one server after the other until one knows whether there are records; of several, an
   * answer that was validated by DNSSEC is preferred. Where records do not make a whole torrent,
   * the other servers are asked as well: caches can hold old records beside new ones. About an
   * https URL, answers that are not authentic otherwise are validated here. A server whose own name
   * has no address counts as one that does not answer.
   *
   * @param url of a file, with a host
   * @throws DownloadException if no server answers; says what each said instead
   * @throws MalformedRecordsException if there are TXT records but no whole torrent in them
   */
  public LookupResult lookup(URI url) throws IOException {
    var names = DownloadUrl.fallbackNames(url);
    String host = UrlHost.of(url).orElse("");
    if (settings.dns().servers().isEmpty() && LocalNames.isLocal(host)) {
      throw new DownloadException(
          ExitCode.UNREACHABLE,
          "DNS is not asked about %s, which public name servers cannot know; choose one that does"
              .formatted(host));
    }
    try (var servers = servers(url)) {
      var result = lookup(names, servers);
      var aliases = new HostAliases(DownloadUrl.host(url), servers);
      while (result instanceof LookupResult.Absent) {
        var alias = aliases.next();
        if (alias.isEmpty()) {
          break;
        }
        var other = lookup(DownloadUrl.fallbackNames(url, alias.get()), servers);
        result = other instanceof LookupResult.Present ? other : result;
      }
      return result;
    }
  }

  /** What the first of these names has that has anything; else what was said of the first. */
  private static LookupResult lookup(List<String> names, NameServers servers) throws IOException {
    var result = lookup(names.get(0), servers);
    for (int i = 1; i < names.size() && result instanceof LookupResult.Absent; i++) {
      var other = lookup(names.get(i), servers);
      result = other instanceof LookupResult.Present ? other : result;
    }
    return result;
  }

  /**
   * Asks once more, because a torrent proved to be out of date: the servers that did not give it
   * come first.
   *
   * @return the first torrent that is another one; absent if nobody has one
   */
  public Optional<LookupResult.Present> lookupAnother(URI url, LookupResult.Present known)
      throws DownloadException {
    try (var servers = servers(url)) {
      for (DnsServer server : servers.after(known.by().server())) {
        var found = lookup(known.name(), servers, server);
        if (found.isPresent() && !found.get().answer().equals(known.answer())) {
          return found;
        }
      }
      return Optional.empty();
    }
  }

  private NameServers servers(URI url) {
    boolean validate = isHttps(url) && settings.dns().trust() == DnsPolicy.Trust.AUTHENTIC;
    return new NameServers(settings, validate);
  }

  static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  private static LookupResult lookup(String name, NameServers servers) throws IOException {
    long start = System.nanoTime();
    var answer = servers.ask(name);
    try {
      return read(name, servers, answer, start);
    } catch (MalformedRecordsException e) {
      for (DnsServer server : servers.after(answer.by().server())) {
        var found = lookup(name, servers, server);
        if (found.isPresent()) {
          return found.get();
        }
      }
      throw e;
    }
  }

  /** What one server has, if it answers, can be believed and has a whole torrent. */
  private static Optional<LookupResult.Present> lookup(
      String name, NameServers servers, DnsServer server) throws DownloadException {
    try {
      long start = System.nanoTime();
      var result = read(name, servers, servers.ask(name, server), start);
      return result instanceof LookupResult.Present present && servers.believe(present.by())
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

  private static LookupResult read(String name, NameServers servers, DnsAnswer answer, long start)
      throws IOException {
    var records = answer.txt();
    if (!FallbackRecords.areIn(records)) {
      String status = records.isEmpty() ? answer.status() : "other TXT records only";
      return new LookupResult.Absent(name, answer.by(), since(start), status);
    }
    var content = FallbackRecords.parse(records);
    if (content instanceof FallbackAnswer.Split split) {
      return SplitLookup.ask(servers, name, split, answer).present(since(start));
    }
    return new LookupResult.Present(
        name,
        answer.by(),
        since(start),
        form(content, records),
        records.size(),
        answer.ttl(),
        answer.freshness(),
        content);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Found form(FallbackAnswer content, List<List<String>> records) {
    if (content instanceof FallbackAnswer.Magnet) {
      return Found.DNS_MAGNET;
    }
    boolean plain = records.stream().anyMatch(strings -> String.join("", strings).startsWith("ZD"));
    return plain ? Found.DNS_PLAIN : Found.DNS_TAGGED;
  }
}
