package org.spillway.webapp.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.client.OutputFile;
import org.spillway.client.Source;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PieceLength;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentMaker;
import org.spillway.torrent.TorrentUrls;
import org.spillway.webapp.download.ByteCount;
import org.spillway.webapp.download.ExitCode;
import org.spillway.webapp.download.Output;
import org.spillway.webapp.metainfo.ContentHashing;
import org.spillway.webapp.metainfo.TorrentContent;
import org.spillway.webapp.terminal.Displays;
import org.spillway.webapp.terminal.TextWidth;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway torrent PATH}. */
@Command(
    name = "torrent",
    description = {
      "Makes the .torrent of a file or a folder. That of a file has the infohash that the server"
          + " gives it, unless --piece-length or --private is given.",
      "Symbolic links in a folder are left out."
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true)
final class TorrentCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 64;

  /** The longest piece that our own client takes, in bytes. */
  private static final int LONGEST_PIECE = 64 * 1024 * 1024;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "PATH", description = "file or folder to make a torrent of")
  private @Nullable Path path;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "file to write to, or - for standard output; default: NAME.torrent in the current folder")
  private @Nullable String output;

  @Option(names = "--force", description = "replace a file that is there already")
  private boolean force;

  @Option(names = "--format", description = "v1, hybrid or v2 (default: v1)")
  private TorrentFormat format = TorrentFormat.V1;

  @Option(
      names = {"--tracker", "--announce"},
      paramLabel = "URL[,URL...]",
      description =
          "announce URLs of trackers; each option is a tier of its own, tried one after the other")
  private List<String> trackers = new ArrayList<>();

  @Option(
      names = "--web-seed",
      paramLabel = "URL",
      description = {
        "URL at which the file is served, or the folder in which the torrent's folder is; may be",
        "repeated"
      })
  private List<String> webSeeds = new ArrayList<>();

  @Option(
      names = "--piece-length",
      paramLabel = "BYTES",
      description =
          "length of a piece, such as 256K or 1M; default: such that there are 512 pieces at most,"
              + " from 16K to 16M")
  private @Nullable String pieceLength;

  @Option(
      names = "--private",
      description = "let peers come from the trackers only (BEP 27), which changes the infohash")
  private boolean isPrivate;

  @Option(
      names = "--threads",
      paramLabel = "NUMBER",
      description = "threads that hash; default: one for each processor")
  private @Nullable Integer threads;

  @Option(
      names = {"-q", "--quiet"},
      description = "print errors only")
  private boolean quiet;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var content = TorrentContent.of(Objects.requireNonNull(path));
    var target = Output.of(output == null ? content.name() + ".torrent" : output);
    require(target, content);
    content.left().forEach(link -> message("left out, because it is no regular file: " + link));
    TorrentMaker maker;
    int number;
    try {
      maker = maker(content);
      number = threads();
    } catch (IllegalArgumentException e) {
      var err = Objects.requireNonNull(command).commandLine().getErr();
      return GetCommand.fail(err, ExitCode.USAGE, e);
    }
    hash(content, maker, number);
    write(maker.finish(urls()), target);
    return 0;
  }

  /** Makes sure that nothing is lost, before the work begins. */
  private void require(Output target, TorrentContent content) throws IOException {
    if (!(target instanceof Output.AtPath at)) {
      return;
    }
    Path file = OutputFile.follow(at.path());
    if (content.contains(file)) {
      throw new IOException(
          at.path() + ": is the content of the torrent itself; choose another --output");
    }
    if (Files.isDirectory(file)) {
      throw new IOException(at.path() + ": is a folder; --output must name a file");
    }
    if (Files.exists(file) && !force) {
      throw new IOException(exists(at.path()));
    }
  }

  private static String exists(Path file) {
    return file + ": a file exists there; replace it with --force, or choose another --output";
  }

  private TorrentMaker maker(TorrentContent content) {
    var settings = new TorrentMaker.Settings(format, pieceLength(content.length()), isPrivate);
    return content.isFolder()
        ? TorrentMaker.ofFolder(content.name(), content.files(), settings)
        : TorrentMaker.ofFile(content.name(), content.length(), settings);
  }

  private int pieceLength(long length) {
    if (pieceLength == null) {
      return PieceLength.forFile(length);
    }
    long bytes = ByteCount.parse("--piece-length", pieceLength);
    if (bytes < 1 || bytes > LONGEST_PIECE) {
      throw new IllegalArgumentException(
          "--piece-length: must be 1 to 64M bytes, was " + pieceLength);
    }
    return (int) bytes;
  }

  private int threads() {
    int number = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (number < 1 || number > MOST_THREADS) {
      throw new IllegalArgumentException(
          "--threads: must be 1 to %d, was %d".formatted(MOST_THREADS, number));
    }
    return number;
  }

  private void hash(TorrentContent content, TorrentMaker maker, int number)
      throws IOException, InterruptedException {
    try (var display = Displays.ofTerminal(quiet)) {
      var view = display.begin(content.name());
      view.started(content.name(), content.length());
      new ContentHashing(content, maker, length -> view.received(Source.HTTP, length)).run(number);
    }
  }

  private TorrentUrls urls() {
    return new TorrentUrls(
        trackers.stream().map(tier -> List.of(tier.split(","))).toList(), webSeeds);
  }

  private void write(Metainfo metainfo, Output target) throws IOException {
    if (target instanceof Output.Stream stream && stream.isStandardOutput()) {
      new FileOutputStream(FileDescriptor.out).write(metainfo.toBytes());
      return;
    }
    Path file =
        target instanceof Output.AtPath at ? at.path() : Path.of(((Output.Stream) target).name());
    try {
      OutputFile.write(file, metainfo.toBytes(), force);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(exists(file), e);
    }
    if (!quiet) {
      PrintWriter out = Objects.requireNonNull(command).commandLine().getOut();
      out.println(TextWidth.printable(file + " " + metainfo));
      out.println(MagnetLink.of(metainfo));
    }
  }

  private void message(String text) {
    if (!quiet) {
      var err = Objects.requireNonNull(command).commandLine().getErr();
      err.println(TextWidth.printable("spillway: " + text));
    }
  }
}
