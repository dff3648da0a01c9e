package org.spillway.webapp.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.client.ClientSettings;
import org.spillway.client.DownloadException;
import org.spillway.client.Downloader;
import org.spillway.client.Progress;
import org.spillway.client.Source;
import org.spillway.client.VerifiedContent;
import org.spillway.torrent.Metainfo;
import org.spillway.webapp.download.ExitCode;
import org.spillway.webapp.download.PeerOptions;
import org.spillway.webapp.terminal.Displays;
import org.spillway.webapp.terminal.DownloadView;
import org.spillway.webapp.terminal.TextWidth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway verify PATH TORRENT}. */
@Command(
    name = "verify",
    description = {
      "Compares a file or a folder with its torrent, piece by piece. Ends with 0 if all is right,"
          + " with 6 if pieces are missing or differ, else as spillway get."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true)
final class VerifyCommand implements Callable<Integer> {
  /** The most runs of wrong pieces that are printed. */
  private static final int MOST_RUNS = 20;

  @Spec private @Nullable CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "PATH",
      description = "file or folder, or the folder in which it has the torrent's name")
  private Path path = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "TORRENT",
      description = ".torrent file, or URL of the file or its .torrent")
  private String torrent = "";

  @Option(
      names = "--repair",
      description = "download the wrong pieces from the torrent's web seeds and peers")
  private boolean repair;

  @Option(
      names = {"-q", "--quiet"},
      description = "print errors only")
  private boolean quiet;

  @Mixin private PeerOptions peerOptions = new PeerOptions();

  @Override
  public Integer call() throws InterruptedException {
    var line = Objects.requireNonNull(command).commandLine();
    try {
      var metainfo = TorrentSource.read(torrent);
      var content = look(metainfo);
      print(content, line.getOut());
      if (content.isComplete() || !repair) {
        return (content.isComplete() ? ExitCode.DONE : ExitCode.CORRUPT).code();
      }
      return repair(content, metainfo);
    } catch (IllegalArgumentException e) {
      return GetCommand.fail(line.getErr(), ExitCode.USAGE, e);
    } catch (DownloadException e) {
      return GetCommand.fail(line.getErr(), ExitCode.of(e.reason()), e);
    }
  }

  private VerifiedContent look(Metainfo metainfo) throws DownloadException, InterruptedException {
    try (var display = Displays.ofTerminal(quiet)) {
      var view = display.begin(path.toString());
      return VerifiedContent.of(path, metainfo, new Reading(view));
    }
  }

  /** Counts what is read as new, so that the rate is that of the disk. */
  private record Reading(DownloadView view) implements Progress {
    @Override
    public void started(String name, long length) {
      view.started(name, length);
    }

    @Override
    public void received(Source source, long bytes) {
      view.received(Source.HTTP, bytes);
    }
  }

  private int repair(VerifiedContent content, Metainfo metainfo)
      throws DownloadException, InterruptedException {
    var settings =
        peerOptions.apply(HttpOptions.throughProxies(ClientSettings.DEFAULT)).withOverwrite(true);
    try (var display = Displays.of(quiet, false)) {
      var view = display.begin(content.path().toString());
      new Downloader(settings).get(metainfo, content.path(), view);
      return ExitCode.DONE.code();
    }
  }

  private void print(VerifiedContent content, PrintWriter out) {
    if (quiet) {
      return;
    }
    int pieces = content.info().pieceCount();
    var wrong = content.wrong();
    String result =
        content.isComplete()
            ? "%s: all %d pieces are right".formatted(content.path(), pieces)
            : "%s: %d of %d pieces are missing or differ: %s"
                .formatted(content.path(), wrong.cardinality(), pieces, runs(wrong));
    out.println(TextWidth.printable(result));
    out.flush();
  }

  /** Returns, for example, {@code 0, 3-7 and more}. */
  private static String runs(BitSet pieces) {
    List<String> runs = new ArrayList<>();
    int first = pieces.nextSetBit(0);
    while (first >= 0 && runs.size() < MOST_RUNS) {
      int end = pieces.nextClearBit(first);
      runs.add(end == first + 1 ? String.valueOf(first) : first + "-" + (end - 1));
      first = pieces.nextSetBit(end);
    }
    return String.join(", ", runs) + (first < 0 ? "" : " and more");
  }
}
