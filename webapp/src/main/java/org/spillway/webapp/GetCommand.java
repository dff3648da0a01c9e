package org.spillway.webapp;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.client.ClientSettings;
import org.spillway.client.DownloadException;
import org.spillway.client.Downloader;
import org.spillway.client.ExitCode;
import org.spillway.client.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway get URL}. */
@Command(
    name = "get",
    description = {
      "Downloads a file: as a torrent from peers and web seeds where the server offers one,",
      "as it is where not, and through DNS when the server does not answer.",
      "A download that was interrupted goes on where it was."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      " 0:the file is complete; of a torrent, every piece was verified",
      " 1:something else went wrong",
      " 2:a URL or an option is wrong",
      " 3:the file cannot be written, or another one is in its place",
      " 4:neither the server nor DNS knows the file",
      " 5:peers and web seeds did not give the whole file",
      " 6:the content does not verify",
      " 7:an answer makes no sense",
      " 8:the server says no (4xx)"
    })
final class GetCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "URL", description = "http, https or magnet")
  private String url = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where to write it; default the last part of the URL")
  private @Nullable Path output;

  @Option(
      names = "--dns",
      paramLabel = "HOST:PORT",
      description = "name servers to ask when HTTP fails; default the system's")
  private List<String> dns = new ArrayList<>();

  @Option(names = "--no-peers", description = "download from web seeds only")
  private boolean noPeers;

  @Option(names = "--no-web-seeds", description = "download from peers only")
  private boolean noWebSeeds;

  @Option(names = "--overwrite", description = "replace a different file at the target")
  private boolean overwrite;

  @Option(
      names = {"-q", "--quiet"},
      description = "no progress, only errors")
  private boolean quiet;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "of silence, after which a server counts as dead (default: ${DEFAULT-VALUE})")
  private int timeout = 20;

  @Override
  public Integer call() throws InterruptedException {
    try {
      var source = new URI(url);
      var progress = quiet ? Progress.NONE : Progress.forConsole();
      new Downloader(settings()).get(source, target(source), progress);
      return ExitCode.DONE.code();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return fail(ExitCode.USAGE, e);
    } catch (DownloadException e) {
      return fail(e.exitCode(), e);
    }
  }

  private ClientSettings settings() {
    var seconds = Duration.ofSeconds(timeout);
    var stall = ClientSettings.DEFAULT.stallTimeout();
    var connect = ClientSettings.DEFAULT.connectTimeout();
    return ClientSettings.DEFAULT
        .withTimeouts(
            seconds.compareTo(connect) < 0 ? seconds : connect,
            seconds,
            seconds.compareTo(stall) > 0 ? seconds : stall)
        .withSources(!noPeers, !noWebSeeds)
        .withOverwrite(overwrite)
        .withDnsServers(dns.stream().map(GetCommand::dnsServer).toList());
  }

  /**
   * {@code HOST}, {@code HOST:PORT} or {@code [ADDRESS]:PORT}; the port is 53 if it is left out.
   */
  static InetSocketAddress dnsServer(String text) {
    var address = URI.create("dns://" + text);
    if (address.getHost() == null) {
      throw new IllegalArgumentException("--dns: HOST:PORT, not '" + text + "'");
    }
    return new InetSocketAddress(address.getHost(), address.getPort() < 0 ? 53 : address.getPort());
  }

  private Path target(URI source) {
    Path named = output == null ? Path.of(lastPart(source)) : output;
    return Files.isDirectory(named) ? named.resolve(lastPart(source)) : named;
  }

  private static String lastPart(URI source) {
    String path = source.getPath() == null ? "" : source.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(source + " names no file: say one with -o");
    }
    return name;
  }

  private int fail(ExitCode code, Exception e) {
    Objects.requireNonNull(command).commandLine().getErr().println("spillway: " + e.getMessage());
    return code.code();
  }
}
