package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.UrlHost;
import org.spillway.torrent.fallback.MalformedRecordsException;

/**
 * Asks DNS for the torrent of a URL: the TXT records at {@code [sha1]._torrent.[host]}, and those
 * at the names of the parts if the torrent is split. Each server is asked as it is configured: over
 * UDP with EDNS first and over TCP if the answer was truncated, or over HTTPS.
 */
public final class DnsLookup {
  private final ClientSettings settings;
  private final boolean looksAtSignatures;
  private final LongSupplier nanoTime;

  public DnsLookup(ClientSettings settings) {
    this(settings, System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  DnsLookup(ClientSettings settings, LongSupplier nanoTime) {
    this(settings, false, nanoTime);
  }

  private DnsLookup(ClientSettings settings, boolean looksAtSignatures, LongSupplier nanoTime) {
    this.settings = settings;
    this.looksAtSignatures = looksAtSignatures;
    this.nanoTime = nanoTime;
  }

  /** Returns a look-up that checks every signature, even if nothing depends on it. */
  public DnsLookup withSignatures() {
    return new DnsLookup(settings, true, nanoTime);
  }

  /**
   * Looks up the records of a URL: first those of the URL as it is written, then those of its
   * canonical forms, see {@link DownloadUrl#fallbackNames}, and if the host is an alias, those of
   * the host that it leads to.
   *
   * <p>One server after the other is asked until one knows whether there are records. An answer
   * that was validated by DNSSEC is preferred. If the records do not make a whole torrent, the
   * other servers are asked as well, because caches can hold old records beside new ones. For an
   * https URL, answers that are not authentic otherwise are validated here. Those that cannot be
   * validated are checked for a signature of the host, and the newest signed one is taken. A server
   * whose own name has no address counts as one that does not answer.
   *
   * @param url the URL of a file, with a host
   * @throws DownloadException if no server answers; the message says what each said instead
   * @throws MalformedRecordsException if there are TXT records but no whole torrent in them
   */
  public LookupResult lookup(URI url) throws IOException {
    var names = DownloadUrl.fallbackNames(url);
    String host = UrlHost.of(url).orElse("");
    if (settings.dns().servers().isEmpty() && SpecialUseNames.isLocal(host)) {
      throw new DownloadException(
          Reason.UNREACHABLE,
          "DNS is not asked about %s, because public name servers cannot know it; name a server that does with --dns"
              .formatted(host));
    }
    try (var servers = servers(url)) {
      var result = records(servers, url, looksAtSignatures).lookup(names);
      var aliases = new HostAliases(DownloadUrl.host(url), servers);
      boolean isBelieved = true;
      while (result instanceof LookupResult.Absent) {
        var alias = aliases.next();
        if (alias.isEmpty()) {
          break;
        }
        isBelieved &= alias.get().believed();
        var other =
            records(servers, url, looksAtSignatures || !isBelieved)
                .lookup(DownloadUrl.fallbackNames(url, alias.get().host()));
        if (other instanceof LookupResult.Present present) {
          result = isBelieved ? present : present.byItsSignature(result);
        }
      }
      return result;
    }
  }

  private RecordLookup records(DnsClient servers, URI url, boolean always) {
    var signatures = new SignatureLookup(servers, settings.dns(), DownloadUrl.host(url));
    return new RecordLookup(servers, signatures, always, nanoTime);
  }

  /**
   * Asks once more, because a torrent proved to be out of date. The servers that did not send it
   * come first. If the host has signed it, torrents that were signed earlier do not count.
   *
   * @return the first torrent that is another one, or empty if no server has one
   */
  public Optional<LookupResult.Present> lookupAnother(URI url, LookupResult.Present known)
      throws DownloadException {
    boolean mustBeSigned = known.signature().isValid();
    try (var servers = servers(url)) {
      var records = records(servers, url, looksAtSignatures || mustBeSigned);
      for (NameServer server : servers.after(known.by().server())) {
        var found = records.lookup(known.name(), server);
        if (found.isPresent()
            && !found.get().answer().equals(known.answer())
            && (!mustBeSigned || found.get().signature().isNewerThan(known.signature()))) {
          return found;
        }
      }
      return Optional.empty();
    }
  }

  private DnsClient servers(URI url) {
    boolean validate = isHttps(url) && settings.dns().trust() == DnsPolicy.Trust.AUTHENTIC;
    return new DnsClient(settings, validate, nanoTime);
  }

  static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }
}
