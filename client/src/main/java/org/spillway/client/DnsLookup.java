package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;

/**
 * Asks DNS for the torrent of a URL: the TXT records at {@code [sha1]._torrent.[host]}, and of a
 * split one at the names of its parts. Over UDP with EDNS first, over TCP for an answer that was
 * truncated, or over HTTPS, as each server is configured.
 */
public final class DnsLookup {
  private final ClientSettings settings;

  public DnsLookup(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * Asks for the URL as it is written first, then for the canonical forms of it that are other
   * names, see {@link DownloadUrl#fallbackNames}.
   *
   * <p>Asks one server after the other until one knows whether there are records; of several, an
   * answer that was validated by DNSSEC is preferred. About an https URL, answers that are not
   * authentic otherwise are validated here. A server whose own name has no address counts as one
   * that does not answer.
   *
   * @param url of a file, with a host
   * @throws DownloadException if no server answers; says what each said instead
   * @throws MalformedRecordsException if there are TXT records but no whole torrent in them
   */
  public LookupResult lookup(URI url) throws IOException {
    var names = DownloadUrl.fallbackNames(url);
    if (settings.dns().servers().isEmpty() && LocalNames.isLocal(url.getHost())) {
      throw new DownloadException(
          ExitCode.UNREACHABLE,
          "DNS is not asked about %s, which public name servers cannot know; choose one that does"
              .formatted(url.getHost()));
    }
    boolean validate = isHttps(url) && settings.dns().trust() == DnsPolicy.Trust.AUTHENTIC;
    try (var servers = new NameServers(settings, validate)) {
      var result = lookup(names.get(0), servers);
      for (int i = 1; i < names.size() && result instanceof LookupResult.Absent; i++) {
        var other = lookup(names.get(i), servers);
        result = other instanceof LookupResult.Present ? other : result;
      }
      return result;
    }
  }

  static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  private static LookupResult lookup(String name, NameServers servers) throws IOException {
    long start = System.nanoTime();
    var answer = servers.ask(name);
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
