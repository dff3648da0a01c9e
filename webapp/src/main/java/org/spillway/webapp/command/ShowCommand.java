package org.spillway.webapp.command;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.client.DownloadException;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.MalformedMagnetLinkException;
import org.spillway.webapp.download.ExitCode;
import org.spillway.webapp.metainfo.ShownTorrent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway show TORRENT}. */
@Command(
    name = "show",
    description = {
      "Shows what stands in a .torrent, in a magnet link, or in the torrent that a server offers of"
          + " a file.",
      "Exit codes are those of spillway get."
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "TORRENT",
      description = ".torrent file, magnet link, or URL of a file or a .torrent")
  private String argument = "";

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    var line = Objects.requireNonNull(command).commandLine();
    try {
      var torrent = read();
      if (json) {
        line.getOut().println(torrent.json());
      } else {
        torrent.print(line.getOut());
      }
      line.getOut().flush();
      return ExitCode.DONE.code();
    } catch (IllegalArgumentException | MalformedMagnetLinkException e) {
      return GetCommand.fail(line.getErr(), ExitCode.USAGE, e);
    } catch (DownloadException e) {
      return GetCommand.fail(line.getErr(), ExitCode.of(e.reason()), e);
    }
  }

  private ShownTorrent read()
      throws DownloadException, MalformedMagnetLinkException, InterruptedException {
    return argument.toLowerCase(Locale.ROOT).startsWith("magnet:")
        ? ShownTorrent.of(MagnetLink.parse(argument))
        : ShownTorrent.of(TorrentSource.read(argument));
  }
}
