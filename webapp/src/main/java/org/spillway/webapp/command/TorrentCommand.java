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

  @Parameters(paramLabel = "FILE", description = "the file")
  private @Nullable Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where to write it; default NAME.torrent in the current folder")
  private @Nullable Path output;

  @Option(names = "--format", description = "v1, hybrid or v2 (default: v1)")
  private TorrentFormat format = TorrentFormat.V1;

  @Option(names = "--announce", paramLabel = "URL", description = "a tracker; each is a tier")
  private List<String> trackers = new ArrayList<>();

  @Option(names = "--web-seed", paramLabel = "URL", description = "a URL of the file")
  private List<String> webSeeds = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Path source = Objects.requireNonNull(file);
    if (Files.isDirectory(source)) {
      throw new IOException(source + ": a folder; torrents are made of single files");
    }
    String name = Objects.requireNonNull(source.toRealPath().getFileName()).toString();
    var urls = new TorrentUrls(trackers.stream().map(List::of).toList(), webSeeds);
    var metainfo = Metainfo.ofFile(name, hash(source), urls);
    Path target = output == null ? Path.of(name + ".torrent") : output;
    Files.write(target, metainfo.toBytes());
    var out = Objects.requireNonNull(command).commandLine().getOut();
    out.println(target + " " + metainfo);
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
