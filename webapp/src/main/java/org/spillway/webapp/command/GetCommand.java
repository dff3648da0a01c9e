package org.spillway.webapp.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.Problem;
import org.spillway.client.ClientSettings;
import org.spillway.client.DownloadException;
import org.spillway.client.Downloader;
import org.spillway.webapp.download.Argument;
import org.spillway.webapp.download.ArgumentReader;
import org.spillway.webapp.download.DnsOptions;
import org.spillway.webapp.download.ExitCode;
import org.spillway.webapp.download.OutputOptions;
import org.spillway.webapp.download.ParallelDownloads;
import org.spillway.webapp.download.PeerOptions;
import org.spillway.webapp.download.PlacedDownload;
import org.spillway.webapp.download.RateOptions;
import org.spillway.webapp.download.RecursiveDownloads;
import org.spillway.webapp.terminal.Display;
import org.spillway.webapp.terminal.Displays;
import org.spillway.webapp.terminal.Interruption;
import org.spillway.webapp.terminal.JsonDisplay;
import org.spillway.webapp.terminal.TextWidth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway get URL...}. */
@Command(
    name = "get",
    description = {
      "Downloads files: as torrents from peers and web seeds if the server offers them, else over"
          + " plain HTTP, and through DNS if the server does not answer.",
      "A torrent of several files becomes a folder.",
      "An interrupted download continues where it stopped."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    exitCodeListHeading = "Exit codes (of several downloads, that of the first that failed):%n")
final class GetCommand implements Callable<Integer> {
  /** The most downloads at a time. */
  private static final int MOST_PARALLEL = 100;

  /** The exit code of a process that Ctrl-C has ended, as shells count it. */
  private static final String INTERRUPTED = "130";

  @Nullable private CommandSpec command;

  @Parameters(
      paramLabel = "URL",
      arity = "0..*",
      description =
          "http, https or magnet URL of a file, or the path of a .torrent or Metalink (.meta4) file")
  private List<String> urls = new ArrayList<>();

  @Option(
      names = {"-i", "--input-file"},
      paramLabel = "LIST",
      description = "file with more of these, one on a line, or - for standard input")
  private @Nullable String list;

  @Option(
      names = {"-j", "--parallel"},
      paramLabel = "NUMBER",
      description = "how many downloads run at a time (default: ${DEFAULT-VALUE})")
  private int parallel = 5;

  @Option(
      names = {"-r", "--recursive"},
      description = {
        "the URLs are folders: download all files below them into folders of the same names, and",
        "never anything above them; for servers that list files as JSON, such as Spillway"
      })
  private boolean recursive;

  @Option(
      names = "--no-cache",
      description =
          "neither keep the torrents that servers send, nor use those of earlier downloads when a"
              + " server is down and DNS of no use; they are in $XDG_CACHE_HOME or ~/.cache")
  private boolean noCache;

  @Mixin private OutputOptions outputOptions = new OutputOptions();

  @Mixin private DnsOptions dnsOptions = new DnsOptions();

  @Mixin private PeerOptions peerOptions = new PeerOptions();

  @Mixin private RateOptions rateOptions = new RateOptions();

  @Option(
      names = {"-q", "--quiet"},
      description = "print errors only, no progress")
  private boolean quiet;

  @Option(
      names = "--json",
      description =
          "print a JSON object on a line of standard output for each event: started, progress,"
              + " note, finished, failed")
  private boolean json;

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
    codes.put(INTERRUPTED, "Ctrl-C has ended it; the same command continues the download");
    return codes;
  }

  @Override
  public Integer call() throws InterruptedException {
    var err = Objects.requireNonNull(command).commandLine().getErr();
    List<PlacedDownload> downloads;
    Downloader downloader;
    try {
      requireParallel();
      if (recursive) {
        downloader = new Downloader(settings(MOST_PARALLEL));
        downloads = below(downloader);
      } else {
        downloads = downloads();
        downloader = new Downloader(settings(downloads.size()));
      }
    } catch (IllegalArgumentException e) {
      return fail(err, ExitCode.USAGE, e);
    } catch (DownloadException e) {
      return fail(err, ExitCode.of(e.reason()), e);
    } catch (IOException e) {
      return fail(err, ExitCode.FILE, new IOException(Problem.of(e), e));
    } catch (UncheckedIOException e) {
      return fail(err, ExitCode.FILE, e);
    }
    return run(downloader, downloads, err);
  }

  private int run(Downloader downloader, List<PlacedDownload> downloads, PrintWriter err)
      throws InterruptedException {
    var display = display(downloads.size());
    var interruption = Interruption.watch(display, err, advice());
    List<ParallelDownloads.Failed> failed;
    try {
      failed = new ParallelDownloads(downloader, display).run(downloads, parallel);
    } finally {
      interruption.stop();
      display.close();
    }
    if (failed.isEmpty()) {
      return ExitCode.DONE.code();
    }
    if (downloads.size() > 1 && !json) {
      err.printf("spillway: %d of %d downloads failed%n", failed.size(), downloads.size());
    }
    return ExitCode.of(failed.get(0).reason().reason()).code();
  }

  private String advice() {
    return outputOptions.isStandardOutput()
        ? "standard output has only a part of the file, or nothing"
        : "run the same command again to continue";
  }

  /** Returns the downloads of all files below the URLs. */
  private List<PlacedDownload> below(Downloader downloader)
      throws IOException, InterruptedException {
    var finder = new RecursiveDownloads(downloader, outputOptions.replace());
    Path folder = outputOptions.folder();
    List<PlacedDownload> downloads = new ArrayList<>();
    for (String text : texts()) {
      downloads.addAll(finder.find(text, folder));
    }
    return downloads;
  }

  private List<PlacedDownload> downloads() throws IOException {
    List<Argument> arguments = new ArrayList<>();
    for (String text : texts()) {
      arguments.addAll(ArgumentReader.parse(text));
    }
    if (json && outputOptions.isStandardOutput()) {
      throw new IllegalArgumentException(
          "--json: cannot share standard output with the file; choose another --output");
    }
    var place = outputOptions.place(arguments.size());
    var checksum = outputOptions.checksum();
    return arguments.stream()
        .map(one -> new PlacedDownload(one, place, checksum, outputOptions.replace()))
        .toList();
  }

  private void requireParallel() {
    if (parallel < 1 || parallel > MOST_PARALLEL) {
      throw new IllegalArgumentException(
          "--parallel: must be 1 to %d, was %d".formatted(MOST_PARALLEL, parallel));
    }
  }

  private List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>(urls);
    if (list != null) {
      lines(list).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(texts::add);
    }
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(
          "a URL must be given, or a list of them with --input-file; see spillway get --help");
    }
    return texts;
  }

  private static List<String> lines(String list) throws IOException {
    if (!list.equals("-")) {
      return Files.readAllLines(Path.of(list), UTF_8);
    }
    try (var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      return lines.lines().toList();
    }
  }

  private Display display(int count) {
    return json ? new JsonDisplay(System.out, Clock.systemUTC()) : Displays.of(quiet, count > 1);
  }

  private ClientSettings settings(int count) {
    if (peerOptions.hasPort() && count > 1 && parallel > 1) {
      throw new IllegalArgumentException("--port: is for one download at a time; add --parallel=1");
    }
    var seconds = Duration.ofSeconds(timeout);
    var stall = ClientSettings.DEFAULT.stallTimeout();
    var connect = ClientSettings.DEFAULT.connectTimeout();
    var settings =
        ClientSettings.DEFAULT
            .withConnectTimeout(seconds.compareTo(connect) < 0 ? seconds : connect)
            .withReadTimeout(seconds)
            .withStallTimeout(seconds.compareTo(stall) > 0 ? seconds : stall)
            .withOverwrite(outputOptions.replace())
            .withRequests(http.settings(urls, list == null, System.getenv()))
            .withCache(noCache ? null : cache())
            .withDns(dnsOptions.policy());
    return rateOptions.apply(peerOptions.apply(settings));
  }

  /** Returns the folder for torrents, by the XDG Base Directory Specification. */
  private static Path cache() {
    String named = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path folder =
        named.startsWith("/") ? Path.of(named) : Path.of(System.getProperty("user.home"), ".cache");
    return folder.resolve("spillway").resolve("torrents");
  }

  /** Says why a command fails. The reason may hold what a server has sent. */
  static int fail(PrintWriter err, ExitCode code, Exception e) {
    err.println("spillway: " + TextWidth.printable(String.valueOf(e.getMessage())));
    return code.code();
  }
}
