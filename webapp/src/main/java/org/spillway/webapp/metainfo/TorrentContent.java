package org.spillway.webapp.metainfo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.spillway.torrent.TorrentMaker;

/**
 * The file or folder on this machine that a torrent is made of.
 *
 * @param root the file or folder, without links in its path
 * @param isFolder whether it is a folder, which makes a torrent of several files
 * @param files the regular files in it
 * @param left what is left out: symbolic links, devices and the like
 */
public record TorrentContent(
    Path root, boolean isFolder, List<TorrentMaker.Entry> files, List<Path> left) {
  public TorrentContent {
    files = List.copyOf(files);
    left = List.copyOf(left);
  }

  /**
   * Finds the files. Symbolic links below a folder are not followed, because they may lead
   * anywhere.
   *
   * @throws IOException if something cannot be read, or if there is no file
   */
  public static TorrentContent of(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    Path root = path.toRealPath();
    if (Files.isRegularFile(root)) {
      var file = new TorrentMaker.Entry(List.of(name(root)), Files.size(root), false);
      return new TorrentContent(root, false, List.of(file), List.of());
    }
    if (!Files.isDirectory(root)) {
      throw new IOException(path + ": must be a regular file or a folder");
    }
    List<TorrentMaker.Entry> files = new ArrayList<>();
    List<Path> left = new ArrayList<>();
    walk(root, files, left);
    if (files.isEmpty()) {
      throw new IOException(path + ": there is no regular file in the folder");
    }
    return new TorrentContent(root, true, files, left);
  }

  private static void walk(Path root, List<TorrentMaker.Entry> files, List<Path> left)
      throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(
                  new TorrentMaker.Entry(
                      names(root.relativize(file)), attributes.size(), Files.isExecutable(file)));
            } else {
              left.add(root.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static List<String> names(Path path) {
    return StreamSupport.stream(path.spliterator(), false).map(Path::toString).toList();
  }

  private static String name(Path path) {
    return String.valueOf(Objects.requireNonNull(path.getFileName(), "the root has no name"));
  }

  /** Returns the name that the torrent gets. */
  public String name() {
    return name(root);
  }

  /** Returns the length of all files together, in bytes. */
  public long length() {
    return files.stream().mapToLong(TorrentMaker.Entry::length).sum();
  }

  /** Returns the path of a file on this machine. */
  Path path(TorrentMaker.Entry file) {
    if (!isFolder) {
      return root;
    }
    Path path = root;
    for (String name : file.path()) {
      path = path.resolve(name);
    }
    return path;
  }

  /** Returns whether a path leads to one of the files. */
  public boolean contains(Path path) throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    Path real = path.toRealPath();
    for (TorrentMaker.Entry file : files) {
      if (real.equals(path(file)) || Files.isSameFile(real, path(file))) {
        return true;
      }
    }
    return false;
  }
}
