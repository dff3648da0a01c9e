package org.spillway.torrent;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One file of an info dictionary. */
public final class TorrentFile {
  private final List<String> path;
  private final long length;
  private final String attributes;
  private final @Nullable Sha256 piecesRoot;

  /**
   * Makes a file.
   *
   * @param attributes the letters of {@code attr} (BEP 47)
   */
  TorrentFile(List<String> path, long length, String attributes, @Nullable Sha256 piecesRoot) {
    this.path = List.copyOf(path);
    this.length = length;
    this.attributes = attributes;
    this.piecesRoot = piecesRoot;
  }

  /**
   * Returns the folders and the file's own name; none is empty, "." or "..", and none holds a
   * slash.
   */
  public List<String> path() {
    return path;
  }

  /** Returns the length, in bytes. */
  public long length() {
    return length;
  }

  /**
   * Returns whether the file consists of zeros that only align the next file to a piece (BEP 47).
   */
  public boolean isPadding() {
    return attributes.indexOf('p') >= 0;
  }

  /** Returns whether the file is a program to run (BEP 47). */
  public boolean isExecutable() {
    return attributes.indexOf('x') >= 0;
  }

  /** Returns whether this is a symbolic link, which has no content (BEP 47). */
  public boolean isSymbolicLink() {
    return attributes.indexOf('l') >= 0;
  }

  /** Returns the root of the file's merkle tree (BEP 52); empty in v1 and for an empty file. */
  public Optional<Sha256> piecesRoot() {
    return Optional.ofNullable(piecesRoot);
  }

  boolean sameFile(TorrentFile other) {
    return path.equals(other.path) && length == other.length;
  }

  @Override
  public String toString() {
    return String.join("/", path) + " (" + length + " bytes)";
  }
}
