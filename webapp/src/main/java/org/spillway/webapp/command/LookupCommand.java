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
import org.spillway.webapp.download.DnsOptions;
import org.spillway.webapp.download.ExitCode;
import org.spillway.webapp.terminal.TextWidth;
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
      servers = DnsOptions.servers(dns);
    } catch (IllegalArgumentException e) {
      return GetCommand.fail(line.getErr(), ExitCode.USAGE, e);
    }
    try {
      var lookup = new DnsLookup(ClientSettings.DEFAULT.withDnsServers(servers)).withSignatures();
      return show(lookup.lookup(source), line.getOut());
    } catch (DownloadException e) {
      return GetCommand.fail(line.getErr(), ExitCode.of(e.reason()), e);
    } catch (IOException e) {
      return GetCommand.fail(line.getErr(), ExitCode.PROTOCOL, e);
    }
  }

  private static int show(LookupResult result, PrintWriter out) throws IOException {
    out.println(";; " + result.name() + ". TXT");
    out.printf(";; server %s, %d ms%n", result.by(), result.took().toMillis());
    if (result instanceof LookupResult.Present present) {
      showPresent(present, out);
      return ExitCode.DONE.code();
    }
    print(out, ";; " + ((LookupResult.Absent) result).status());
    return ExitCode.UNREACHABLE.code();
  }

  private static void showPresent(LookupResult.Present present, PrintWriter out)
      throws IOException {
    out.printf(
        ";; %s, %d record(s), TTL %d s%n",
        present.form().label(), present.records(), present.ttl().toSeconds());
    out.println(";; the torrent " + present.freshness().describe(present.ttl()));
    print(out, ";; " + present.signature());
    if (present.answer() instanceof FallbackAnswer.Torrent torrent) {
      byte[] bytes = torrent.content().toBytes();
      var metainfo = Metainfo.parse(bytes);
      print(out, "torrent  %s, %d bytes of metainfo".formatted(metainfo, bytes.length));
      metainfo.urls().trackers().forEach(tracker -> print(out, "tracker  " + tracker));
      metainfo.urls().webSeeds().forEach(seed -> print(out, "web seed " + seed));
      print(out, "magnet   " + MagnetLink.of(metainfo));
    } else if (present.answer() instanceof FallbackAnswer.Magnet magnet) {
      print(out, "magnet   " + magnet.link());
    }
  }

  /** Prints a line that may hold what stands in DNS. */
  private static void print(PrintWriter out, String line) {
    out.println(TextWidth.printable(line));
  }
}
