package org.spillway.webapp.download;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.spillway.client.DownloadException;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.DownloadResult;
import org.spillway.client.Downloader;
import org.spillway.client.OutputFile;
import org.spillway.client.Progress;
import org.spillway.client.Route;
import org.spillway.client.Source;

/**
 * Downloads an argument to the place where the user wants it. A file whose checksum is known, and
 * one for a stream, is first completed in a folder of its own and verified there.
 */
public final class PlacedDownload {
  /** The digits of a hash in the name of a folder. */
  private static final int HASH_DIGITS = 16;

  private final Argument argument;
  private final Output output;
  private final Optional<Checksum> checksum;
  private final boolean replace;

  /**
   * @param checksum the hash that the file must have, beside what its source says
   * @param replace whether a different file may be replaced
   */
  public PlacedDownload(
      Argument argument, Output output, Optional<Checksum> checksum, boolean replace) {
    this.argument = argument;
    this.output = output;
    this.checksum = checksum.or(argument::checksum);
    this.replace = replace;
  }

  /** Returns the argument as the user named it. */
  public String name() {
    return argument.text();
  }

  /**
   * Downloads, and blocks until everything is in its place.
   *
   * @throws DownloadException says with a {@link Reason} why there is no file
   * @throws InterruptedException if the thread is interrupted; partial files stay
   */
  public void run(Downloader downloader, Progress progress)
      throws DownloadException, InterruptedException {
    if (output instanceof Output.Stream stream) {
      toStream(stream, downloader, progress);
      return;
    }
    Path path = ((Output.AtPath) output).path();
    Path target = argument.name().isPresent() && Files.isDirectory(path) ? named(path) : path;
    if (checksum.isEmpty()) {
      argument.fetch().to(target, downloader, progress);
    } else {
      checked(target, checksum.get(), downloader, progress);
    }
  }

  private Path named(Path folder) {
    return Downloader.nameIn(folder, argument.name().orElseThrow());
  }

  private void toStream(Output.Stream stream, Downloader downloader, Progress progress)
      throws DownloadException, InterruptedException {
    requireFile(!argument.isFolder());
    try (var spool = Spool.create()) {
      var withheld = new WithheldEnd(progress);
      var result = argument.fetch().to(spool.folder(), downloader, withheld);
      requireFile(Files.isRegularFile(result.file()));
      verify(result.file());
      stream.copy(result.file(), progress);
      progress.finished(moved(result, Path.of(stream.name())));
    } catch (IOException e) {
      throw failed(stream.name(), e);
    }
  }

  private static DownloadException failed(String place, IOException e) {
    return e instanceof DownloadException known
        ? known
        : new DownloadException(Reason.FILE, place + ": " + e.getMessage());
  }

  private void requireFile(boolean isFile) throws DownloadException {
    if (!isFile) {
      throw new DownloadException(
          Reason.FILE,
          argument.text() + ": must be a single file, was a torrent of several, which is a folder");
    }
  }

  private void verify(Path file) throws IOException {
    if (checksum.isPresent() && !checksum.get().matches(file)) {
      throw new DownloadException(
          Reason.CORRUPT,
          "%s: the content does not have the hash %s".formatted(argument.text(), checksum.get()));
    }
  }

  /**
   * Downloads to a folder beside the target, from where the file goes to it once it is verified.
   */
  private void checked(Path target, Checksum expected, Downloader downloader, Progress progress)
      throws DownloadException, InterruptedException {
    requireFile(!argument.isFolder());
    try {
      Path file = OutputFile.follow(target);
      if (!Files.isDirectory(file) && isThere(file, expected, progress)) {
        return;
      }
      Path parent = Files.isDirectory(file) ? file : file.toAbsolutePath().getParent();
      Path staging = makeFolder(Objects.requireNonNull(parent), expected);
      var result = argument.fetch().to(staging, downloader, new WithheldEnd(progress));
      verifyOrDelete(result.file(), staging);
      Path place =
          Files.isDirectory(file)
              ? OutputFile.follow(file.resolve(result.file().getFileName()))
              : file;
      finish(result, place, expected, progress);
      Spool.delete(staging);
    } catch (IOException e) {
      throw failed(target.toString(), e);
    }
  }

  private void finish(DownloadResult result, Path place, Checksum expected, Progress progress)
      throws IOException {
    if (!isThere(place, expected, progress)) {
      OutputFile.rename(result.file(), place, replace);
      progress.finished(moved(result, place));
    }
  }

  /** Makes the folder for a download, whose name is the same in the next try. */
  private static Path makeFolder(Path parent, Checksum expected) throws IOException {
    Path staging = parent.resolve(".spillway-" + expected.hex().substring(0, HASH_DIGITS));
    Files.createDirectories(staging);
    if (!Files.isDirectory(staging, NOFOLLOW_LINKS)) {
      throw new IOException(staging + ": must be a folder, was a link; remove it");
    }
    return staging;
  }

  private void verifyOrDelete(Path file, Path staging) throws IOException {
    requireFile(Files.isRegularFile(file));
    try {
      verify(file);
    } catch (DownloadException e) {
      Spool.delete(staging);
      throw e;
    }
  }

  /** Returns whether the right file is at the target already, and tells so. */
  private boolean isThere(Path file, Checksum expected, Progress progress) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    if (expected.matches(file)) {
      long length = Files.size(file);
      progress.started(String.valueOf(file.getFileName()), length);
      progress.received(Source.RESUMED, length);
      progress.note(file + " is there already, and has the hash " + expected);
      progress.finished(
          new DownloadResult(
              file, length, Route.PLAIN_FILE, Map.of(Source.RESUMED, length), Duration.ZERO));
      return true;
    }
    if (!replace) {
      throw new FileAlreadyExistsException(
          "another file exists there; replace it with --force, or choose another path with"
              + " --output");
    }
    return false;
  }

  private static DownloadResult moved(DownloadResult result, Path file) {
    return new DownloadResult(file, result.length(), result.route(), result.bytes(), result.took());
  }

  /** Passes everything on but the end, after which something is still to be done. */
  private record WithheldEnd(Progress progress) implements Progress {
    @Override
    public void found(Route route, String detail) {
      progress.found(route, detail);
    }

    @Override
    public void started(String name, long length) {
      progress.started(name, length);
    }

    @Override
    public void received(Source source, long bytes) {
      progress.received(source, bytes);
    }

    @Override
    public void peers(int connected) {
      progress.peers(connected);
    }

    @Override
    public void note(String message) {
      progress.note(message);
    }

    @Override
    public void complete() {
      progress.complete();
    }
  }
}
