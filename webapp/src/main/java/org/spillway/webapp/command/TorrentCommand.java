package org.spillway.webapp.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PieceLength;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway torrent FILE}. */
@Command(
    name = "torrent",
    description = "Makes the .torrent of a file, with the infohash that the server gives it.",
    mixinStandardHelpOptions = true)
final class TorrentCommand implements Callable<Integer> {
  private static final int PORTION = 64 * 1024;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "FILE", description = "file to make a torrent of")
  private @Nullable Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "file to write to; default: NAME.torrent in the current folder")
  private @Nullable Path output;

  @Option(names = "--format", description = "v1, hybrid or v2 (default: v1)")
  private TorrentFormat format = TorrentFormat.V1;

  @Option(
      names = "--announce",
      paramLabel = "URL",
      description = "announce URL of a tracker; may be repeated, and each is a tier of its own")
  private List<String> trackers = new ArrayList<>();

  @Option(
      names = "--web-seed",
      paramLabel = "URL",
      description = "URL at which the file is served; may be repeated")
  private List<String> webSeeds = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Path source = Objects.requireNonNull(file);
    if (Files.isDirectory(source)) {
      throw new IOException(
          source + ": is a folder; name a file, because torrents are made of single files");
    }
    String name = Objects.requireNonNull(source.toRealPath().getFileName()).toString();
    var urls = new TorrentUrls(trackers.stream().map(List::of).toList(), webSeeds);
    var metainfo = Metainfo.ofFile(name, hash(source), urls);
    Path target = output == null ? Path.of(name + ".torrent") : output;
    Files.write(target, metainfo.toBytes());
    var out = Objects.requireNonNull(command).commandLine().getOut();
    out.println(TextWidth.printable(target + " " + metainfo));
    out.println(MagnetLink.of(metainfo));
    return 0;
  }

  private FileHashes hash(Path source) throws IOException {
    var hasher = new FileHasher(format, PieceLength.forFile(Files.size(source)));
    try (InputStream in = Files.newInputStream(source)) {
      byte[] portion = new byte[PORTION];
      for (int count = in.read(portion); count >= 0; count = in.read(portion)) {
        hasher.update(portion, 0, count);
      }
    }
    return hasher.finish();
  }
}
