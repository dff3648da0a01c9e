package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.spillway.client.DownloadException.Reason;
import org.spillway.torrent.fallback.MalformedRecordsException;

/**
 * Asks DNS for the torrent of a URL: the TXT records at {@code [sha1]._torrent.[host]}, and of a
 * split one at the names of its parts. Over UDP with EDNS first, over TCP for an answer that was
 * truncated, or over HTTPS, as each server is configured.
 */
public final class DnsLookup {
  private final ClientSettings settings;
  private final boolean looksAtSignatures;

  public DnsLookup(ClientSettings settings) {
    this(settings, false);
  }

  private DnsLookup(ClientSettings settings, boolean looksAtSignatures) {
    this.settings = settings;
    this.looksAtSignatures = looksAtSignatures;
  }

  /** The same, but one that looks at every signature, also where nothing depends on it. */
  public DnsLookup withSignatures() {
    return new DnsLookup(settings, true);
  }

  /**
   * Asks for the URL as it is written first, then for the canonical forms of it that are other
   * names, see {@link DownloadUrl#fallbackNames}; and where the host is an alias, for the host that
   * it leads to.
   *
   * <p>Asks one server after the other until one knows whether there are records; of several, an
   * answer that was validated by DNSSEC is preferred. Where records do not make a whole torrent,
   * the other servers are asked as well: caches can hold old records beside new ones. About an
   * https URL, answers that are not authentic otherwise are validated here; those that cannot be
   * are looked at for a signature of the host, and of several signed ones the newest is taken. A
   * server whose own name has no address counts as one that does not answer.
   *
   * @param url of a file, with a host
   * @throws DownloadException if no server answers; says what each said instead
   * @throws MalformedRecordsException if there are TXT records but no whole torrent in them
   */
  public LookupResult lookup(URI url) throws IOException {
    var names = DownloadUrl.fallbackNames(url);
    String host = UrlHost.of(url).orElse("");
    if (settings.dns().servers().isEmpty() && SpecialUseNames.isLocal(host)) {
      throw new DownloadException(
          Reason.UNREACHABLE,
          "DNS is not asked about %s, which public name servers cannot know; choose one that does"
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
    return new RecordLookup(servers, signatures, always);
  }

  /**
   * Asks once more, because a torrent proved to be out of date: the servers that did not give it
   * come first. Where the host has signed it, one that was signed before is none.
   *
   * @return the first torrent that is another one; absent if nobody has one
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
    return new DnsClient(settings, validate);
  }

  static boolean isHttps(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }
}
