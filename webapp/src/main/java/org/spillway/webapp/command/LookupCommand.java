package org.spillway.webapp.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.client.ClientSettings;
import org.spillway.client.DnsLookup;
import org.spillway.client.DownloadException;
import org.spillway.client.DownloadUrl;
import org.spillway.client.LookupResult;
import org.spillway.client.NameServer;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.FallbackAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway lookup URL}. */
@Command(
    name = "lookup",
    description = "Shows the fallback records of a URL, as DNS has them now.",
    mixinStandardHelpOptions = true)
final class LookupCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "URL", description = "URL of a file")
  private String url = "";

  @Option(
      names = "--dns",
      paramLabel = "SERVER",
      description = {
        "name servers to ask, in this order; default: the system's;",
        "HOST[:PORT], tcp://HOST[:PORT] or https://HOST/PATH (DNS over HTTPS)"
      })
  private List<String> dns = new ArrayList<>();

  @Override
  public Integer call() {
    var line = Objects.requireNonNull(command).commandLine();
    URI source;
    List<NameServer> servers;
    try {
      source = DownloadUrl.parse(url);
      servers = GetCommand.dnsServers(dns);
    } catch (IllegalArgumentException e) {
      return fail(line.getErr(), ExitCode.USAGE, e);
    }
    try {
      var lookup = new DnsLookup(ClientSettings.DEFAULT.withDnsServers(servers)).withSignatures();
      return show(lookup.lookup(source), line.getOut());
    } catch (DownloadException e) {
      return fail(line.getErr(), ExitCode.of(e.reason()), e);
    } catch (IOException e) {
      return fail(line.getErr(), ExitCode.PROTOCOL, e);
    }
  }

  private static int fail(PrintWriter err, ExitCode code, Exception e) {
    err.println("spillway: " + e.getMessage());
    return code.code();
  }

  private static int show(LookupResult result, PrintWriter out) throws IOException {
    out.println(";; " + result.name() + ". TXT");
    out.printf(";; server %s, %d ms%n", result.by(), result.took().toMillis());
    if (result instanceof LookupResult.Present present) {
      showPresent(present, out);
      return ExitCode.DONE.code();
    }
    out.println(";; " + ((LookupResult.Absent) result).status());
    return ExitCode.UNREACHABLE.code();
  }

  private static void showPresent(LookupResult.Present present, PrintWriter out)
      throws IOException {
    out.printf(
        ";; %s, %d record(s), TTL %d s%n",
        present.form().label(), present.records(), present.ttl().toSeconds());
    out.println(";; the torrent " + present.freshness().describe(present.ttl()));
    out.println(";; " + present.signature());
    if (present.answer() instanceof FallbackAnswer.Torrent torrent) {
      byte[] bytes = torrent.content().toBytes();
      var metainfo = Metainfo.parse(bytes);
      out.printf("torrent  %s, %d bytes of metainfo%n", metainfo, bytes.length);
      metainfo.urls().trackers().forEach(tracker -> out.println("tracker  " + tracker));
      metainfo.urls().webSeeds().forEach(seed -> out.println("web seed " + seed));
      out.println("magnet   " + MagnetLink.of(metainfo));
    } else if (present.answer() instanceof FallbackAnswer.Magnet magnet) {
      out.println("magnet   " + magnet.link());
    }
  }
}
