package org.spillway.webapp.command;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.client.ClientSettings;
import org.spillway.client.DhtUse;
import org.spillway.client.DnsPolicy;
import org.spillway.client.DownloadException;
import org.spillway.client.DownloadUrl;
import org.spillway.client.Downloader;
import org.spillway.client.NameServer;
import org.spillway.client.Progress;
import org.spillway.client.Sharing;
import org.spillway.swarm.discovery.BootstrapNode;
import org.spillway.swarm.encryption.Encryption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway get URL}. */
@Command(
    name = "get",
    description = {
      "Downloads a file: as a torrent from peers and web seeds if the server offers one, else over"
          + " plain HTTP, and through DNS if the server does not answer.",
      "A torrent of several files becomes a folder.",
      "An interrupted download continues where it stopped."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    exitCodeListHeading = "Exit codes:%n")
final class GetCommand implements Callable<Integer> {
  /** The longest time to share, in minutes: ten years. */
  private static final int MOST_MINUTES = 10 * 365 * 24 * 60;

  private static final Path HERE = Path.of("");

  @Nullable private CommandSpec command;

  @Parameters(
      paramLabel = "URL",
      description = "http, https or magnet URL of the file, or the path of a .torrent file")
  private String url = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "file or folder to write to; default: the last part of the URL, or the torrent's name")
  private @Nullable Path output;

  @Option(
      names = "--dns",
      paramLabel = "SERVER",
      description = {
        "name servers to ask when HTTP fails, in this order; default: the system's;",
        "HOST[:PORT], tcp://HOST[:PORT] or https://HOST/PATH (DNS over HTTPS)"
      })
  private List<String> dns = new ArrayList<>();

  @Option(names = "--no-dns", description = "do not ask DNS when HTTP fails")
  private boolean noDns;

  @Option(
      names = "--insecure-dns",
      description = "accept a torrent from DNS for an https URL even if it may be forged")
  private boolean insecureDns;

  @Option(names = "--no-peers", description = "download from web seeds only")
  private boolean noPeers;

  @Option(names = "--no-web-seeds", description = "download from peers only")
  private boolean noWebSeeds;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port on which peers can connect; default: any free one")
  private int port;

  @Option(names = "--sequential", description = "fetch the pieces from the first to the last")
  private boolean sequential;

  @Option(
      names = "--encryption",
      paramLabel = "POLICY",
      description =
          "whether connections to peers are encrypted: prefer-plain, require or off; default:"
              + " prefer-plain")
  private String encryption = "prefer-plain";

  @Option(
      names = "--dht",
      negatable = true,
      description =
          "look for peers in the DHT, or do not; default: only for magnet links that name neither"
              + " trackers nor peers")
  private @Nullable Boolean dht;

  @Option(
      names = "--dht-bootstrap",
      paramLabel = "HOST:PORT",
      description = "nodes of the DHT to ask first; default: those of well-known clients")
  private List<String> bootstrap = new ArrayList<>();

  @Option(names = "--lsd", description = "look for peers in the networks of this machine")
  private boolean lsd;

  @Option(
      names = "--seed-time",
      paramLabel = "MINUTES",
      description = "minutes for which a complete file is shared with others; default: 0")
  private double seedMinutes;

  @Option(
      names = "--seed-ratio",
      paramLabel = "RATIO",
      description = {
        "share a complete file until this many times its length was uploaded, or until --seed-time",
        "is over if both are given"
      })
  private double seedRatio;

  @Option(names = "--overwrite", description = "replace a different file at the target")
  private boolean overwrite;

  @Option(
      names = {"-q", "--quiet"},
      description = "print errors only, no progress")
  private boolean quiet;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "seconds without data after which a server counts as dead (default: ${DEFAULT-VALUE})")
  private int timeout = 20;

  @Mixin private HttpOptions http = new HttpOptions();

  @Spec
  void setCommand(CommandSpec spec) {
    command = spec;
    spec.usageMessage().exitCodeList(exitCodes());
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(" " + code.code(), code.meaning());
    }
    return codes;
  }

  @Override
  public Integer call() throws InterruptedException {
    Download download;
    Downloader downloader;
    try {
      download = download();
      downloader = new Downloader(settings());
    } catch (IllegalArgumentException e) {
      return fail(ExitCode.USAGE, e);
    }
    try {
      download.run(downloader);
      return ExitCode.DONE.code();
    } catch (DownloadException e) {
      return fail(ExitCode.of(e.reason()), e);
    }
  }

  /** Something to download, and where to. */
  @FunctionalInterface
  private interface Download {
    void run(Downloader downloader) throws DownloadException, InterruptedException;
  }

  private Download download() {
    var torrent = torrentFile();
    if (torrent.isPresent()) {
      return downloader ->
          downloader.get(Downloader.readTorrent(torrent.get()), target().orElse(HERE), progress());
    }
    URI source = DownloadUrl.parse(url);
    // What a magnet link names is a folder perhaps, so that one of this name is not its parent.
    Path place = source.isOpaque() ? HERE : Path.of(DownloadUrl.fileName(source));
    return downloader -> downloader.get(source, target().orElse(place), progress());
  }

  /** Returns the path of a .torrent file on this machine, if that is what was given. */
  private Optional<Path> torrentFile() {
    try {
      Path file = Path.of(url);
      boolean isTorrent = url.toLowerCase(Locale.ROOT).endsWith(".torrent");
      return isTorrent && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Returns a bar that is redrawn on a terminal, or else plain lines. */
  private Progress progress() {
    if (quiet) {
      return Progress.NONE;
    }
    var clock = Clock.systemUTC();
    var terminal = Terminal.ofStandardError();
    return terminal.isPresent()
        ? new TerminalProgress(System.err, terminal.get()::columns, clock)
        : new LineProgress(System.err, clock);
  }

  private ClientSettings settings() {
    var seconds = Duration.ofSeconds(timeout);
    var stall = ClientSettings.DEFAULT.stallTimeout();
    var connect = ClientSettings.DEFAULT.connectTimeout();
    return ClientSettings.DEFAULT
        .withConnectTimeout(seconds.compareTo(connect) < 0 ? seconds : connect)
        .withReadTimeout(seconds)
        .withStallTimeout(seconds.compareTo(stall) > 0 ? seconds : stall)
        .withPeers(!noPeers)
        .withWebSeeds(!noWebSeeds)
        .withPort(port)
        .withSequential(sequential)
        .withEncryption(encryption())
        .withDht(dhtUse())
        .withBootstrap(bootstrap())
        .withLsd(lsd)
        .withSharing(sharing())
        .withOverwrite(overwrite)
        .withRequests(http.settings(url, System.getenv()))
        .withDns(dnsPolicy());
  }

  private Encryption encryption() {
    return switch (encryption) {
      case "prefer-plain" -> Encryption.PREFER_PLAIN;
      case "require" -> Encryption.REQUIRE;
      case "off" -> Encryption.OFF;
      default ->
          throw new IllegalArgumentException(
              "--encryption: must be prefer-plain, require or off, was " + encryption);
    };
  }

  private DhtUse dhtUse() {
    if (dht == null) {
      return DhtUse.WITHOUT_TRACKERS;
    }
    return dht ? DhtUse.ALWAYS : DhtUse.NEVER;
  }

  private List<BootstrapNode> bootstrap() {
    try {
      return bootstrap.isEmpty()
          ? ClientSettings.DEFAULT.bootstrap()
          : bootstrap.stream().map(BootstrapNode::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--dht-bootstrap: " + e.getMessage(), e);
    }
  }

  private Sharing sharing() {
    if (!(seedMinutes >= 0 && seedMinutes <= MOST_MINUTES)) {
      throw new IllegalArgumentException(
          "--seed-time: must be 0 to %d minutes, was %s".formatted(MOST_MINUTES, seedMinutes));
    }
    if (!(seedRatio >= 0)) {
      throw new IllegalArgumentException("--seed-ratio: must be 0 or more, was " + seedRatio);
    }
    return new Sharing(Duration.ofMillis((long) (seedMinutes * 60_000)), seedRatio);
  }

  private DnsPolicy dnsPolicy() {
    if (noDns && (insecureDns || !dns.isEmpty())) {
      throw new IllegalArgumentException(
          "--no-dns cannot be combined with --dns or --insecure-dns");
    }
    var insecure = insecureDns ? DnsPolicy.Trust.ANY : DnsPolicy.Trust.AUTHENTIC;
    return DnsPolicy.DEFAULT
        .withServers(dnsServers(dns))
        .withTrust(noDns ? DnsPolicy.Trust.NONE : insecure);
  }

  static List<NameServer> dnsServers(List<String> texts) {
    try {
      return texts.stream().map(NameServer::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--dns: " + e.getMessage(), e);
    }
  }

  private Optional<Path> target() {
    return Optional.ofNullable(output);
  }

  private int fail(ExitCode code, Exception e) {
    return fail(Objects.requireNonNull(command).commandLine().getErr(), code, e);
  }

  /** Says why a command fails. The reason may hold what a server has sent. */
  static int fail(PrintWriter err, ExitCode code, Exception e) {
    err.println("spillway: " + TextWidth.printable(String.valueOf(e.getMessage())));
    return code.code();
  }
}
