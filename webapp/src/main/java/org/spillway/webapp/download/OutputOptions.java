package org.spillway.webapp.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code spillway get} that say where files go. */
public final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "file, folder or device to write to, or - for standard output; a name that ends in a slash",
        "is a folder, which is made; default: a name as by --remote-name"
      })
  private @Nullable String output;

  @Option(
      names = {"-d", "--directory"},
      paramLabel = "DIR",
      description = "folder for the files, which is made if it is missing; default: this one")
  private @Nullable Path directory;

  @Option(
      names = {"-O", "--remote-name"},
      description =
          "name each file as the server, its URL or its torrent does; this is the default")
  private boolean remoteName;

  @Option(
      names = {"-c", "--continue", "--force", "--overwrite"},
      description =
          "replace a different file at the target; the pieces of a torrent that are right in it are"
              + " used. A partial download is always continued")
  private boolean replace;

  @Option(
      names = "--checksum",
      paramLabel = "ALGO=HEX",
      description =
          "hash that the file must have: md5, sha1, sha224, sha256, sha384 or sha512, then = or :"
              + " and the hash")
  private @Nullable String checksum;

  /**
   * Returns the folder for recursive downloads, and makes it.
   *
   * @throws IllegalArgumentException if the options name something else
   * @throws IOException if the folder cannot be made
   */
  public Path folder() throws IOException {
    boolean isFolder = output == null || output.endsWith("/") || Files.isDirectory(Path.of(output));
    if (!isFolder || isStandardOutput() || checksum != null) {
      throw new IllegalArgumentException(
          "--recursive: needs a folder; name it with --directory, and leave out --checksum");
    }
    return place(1) instanceof Output.AtPath at ? at.path() : Path.of("");
  }

  /** Returns whether a different file may be replaced. */
  public boolean replace() {
    return replace;
  }

  /**
   * Returns the hash that the file must have, if one was given.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Optional<Checksum> checksum() {
    try {
      return Optional.ofNullable(checksum).map(Checksum::parse);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--checksum: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the place for the downloads, and makes the folder that the options name.
   *
   * @param count the number of downloads
   * @throws IllegalArgumentException if the options do not fit together, or do not fit so many
   * @throws IOException if the folder cannot be made
   */
  public Output place(int count) throws IOException {
    if (output != null && remoteName) {
      throw new IllegalArgumentException("--output cannot be combined with --remote-name");
    }
    if (checksum != null && count > 1) {
      throw new IllegalArgumentException("--checksum: is of one file, but there are " + count);
    }
    Path folder = directory == null ? Path.of("") : make(directory);
    var place = output == null ? new Output.AtPath(folder) : named(output, folder);
    boolean isFolder = place instanceof Output.AtPath at && Files.isDirectory(at.path());
    if (count > 1 && !isFolder) {
      throw new IllegalArgumentException(
          "--output: names one file, but there are %d; name a folder with --directory"
              .formatted(count));
    }
    return place;
  }

  /** Makes a folder if it is missing. A link to a folder is one, which Java 17 would refuse. */
  private static Path make(Path folder) throws IOException {
    return Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
  }

  /** Returns whether standard output is for a file. */
  public boolean isStandardOutput() {
    return output != null && Output.STANDARD_OUTPUT.contains(output);
  }

  private static Output named(String name, Path folder) throws IOException {
    if (Output.STANDARD_OUTPUT.contains(name)) {
      return Output.of(name);
    }
    try {
      String path = folder.resolve(name).toString();
      if (name.endsWith("/")) {
        make(Path.of(path));
      }
      return Output.of(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("--output: " + e.getMessage(), e);
    }
  }
}
