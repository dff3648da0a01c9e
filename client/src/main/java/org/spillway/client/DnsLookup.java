package org.spillway.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks DNS for the torrent of a URL: the TXT records at {@code [sha1]._torrent.[host]}. UDP with
 * EDNS first, TCP for an answer that was truncated.
 */
public final class DnsLookup {
  /** What fits a datagram on any network (DNS flag day 2020). */
  private static final int EDNS_PAYLOAD = 1232;

  /** How often each server is asked: a datagram may get lost. */
  private static final int ROUNDS = 2;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final ClientSettings settings;

  public DnsLookup(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * Asks one server after the other until one knows whether there are records. A server whose own
   * name has no address counts as one that does not answer.
   *
   * @param url of a file, with a host
   * @throws DownloadException if no server answers
   * @throws MalformedRecordsException if there are TXT records but no torrent in them
   */
  public LookupResult lookup(URI url) throws IOException {
    String name = DownloadUrl.fallbackName(url);
    Message query = query(name);
    List<String> problems = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (InetSocketAddress server : servers()) {
        if (server.isUnresolved()) {
          problems.add(text(server) + ": unknown host");
          continue;
        }
        long start = System.nanoTime();
        try {
          Message answer = resolver(server).send(query.clone());
          if (isAnswer(answer)) {
            return result(name, server, Duration.ofNanos(System.nanoTime() - start), answer);
          }
          problems.add(text(server) + ": " + Rcode.string(answer.getRcode()));
        } catch (MalformedRecordsException e) {
          throw e;
        } catch (IOException e) {
          problems.add(text(server) + ": " + Problems.describe(e));
        }
      }
    }
    throw new DownloadException(
        ExitCode.UNREACHABLE, "no name server answers for " + name + " (" + join(problems) + ")");
  }

  private static Message query(String name) throws DownloadException {
    try {
      return Message.newQuery(
          Record.newRecord(Name.fromString(name, Name.root), Type.TXT, DClass.IN));
    } catch (TextParseException e) {
      throw new DownloadException(ExitCode.USAGE, name + " cannot stand in DNS", e);
    }
  }

  private List<InetSocketAddress> servers() {
    return settings.dnsServers().isEmpty()
        ? ResolverConfig.getCurrentConfig().servers()
        : settings.dnsServers();
  }

  private SimpleResolver resolver(InetSocketAddress server) {
    var resolver = new SimpleResolver(server);
    Duration patience = settings.readTimeout().dividedBy(ROUNDS);
    resolver.setTimeout(patience.compareTo(LONGEST_WAIT) < 0 ? patience : LONGEST_WAIT);
    resolver.setEDNS(0, EDNS_PAYLOAD, 0, List.of());
    return resolver;
  }

  private static boolean isAnswer(Message answer) {
    return answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN;
  }

  private static LookupResult result(
      String name, InetSocketAddress server, Duration took, Message answer)
      throws MalformedRecordsException {
    List<List<String>> records = new ArrayList<>();
    long ttl = Long.MAX_VALUE;
    for (Record record : answer.getSection(Section.ANSWER)) {
      if (record instanceof TXTRecord txt) {
        records.add(strings(txt));
        ttl = Math.min(ttl, txt.getTTL());
      }
    }
    if (records.isEmpty()) {
      String status = answer.getRcode() == Rcode.NXDOMAIN ? "NXDOMAIN" : "NODATA";
      return new LookupResult.Absent(name, server, took, status);
    }
    FallbackAnswer content = FallbackRecords.parse(records);
    return new LookupResult.Present(
        name,
        server,
        took,
        form(content, records),
        records.size(),
        Duration.ofSeconds(ttl),
        content);
  }

  /** Not getStrings(): it escapes what is not printable. */
  private static List<String> strings(TXTRecord record) {
    return record.getStringsAsByteArrays().stream()
        .map(bytes -> new String(bytes, ISO_8859_1))
        .toList();
  }

  private static Found form(FallbackAnswer content, List<List<String>> records) {
    if (content instanceof FallbackAnswer.Magnet) {
      return Found.DNS_MAGNET;
    }
    boolean plain = records.stream().anyMatch(strings -> String.join("", strings).startsWith("ZD"));
    return plain ? Found.DNS_PLAIN : Found.DNS_TAGGED;
  }

  static String text(InetSocketAddress server) {
    return server.getHostString() + ":" + server.getPort();
  }

  private static String join(List<String> problems) {
    return problems.isEmpty()
        ? "none is configured"
        : String.join(", ", problems.stream().distinct().toList());
  }
}
