package org.spillway.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.fallback.RequestHash;

/**
 * Finds what is offered at the moment by path, infohash and request hash. Safe for use by many
 * threads.
 */
final class TorrentIndex {

  /**
   * @param file the file, in the version that was hashed
   */
  record Entry(TorrentKey key, SourceFile file) {
    String version() {
      return file.version();
    }

    /** Returns the length of the file in bytes. */
    long length() {
      return file.length();
    }
  }

  private final Map<String, Entry> byPath = new ConcurrentHashMap<>();
  private final Map<RequestHash, String> byRequestHash = new ConcurrentHashMap<>();
  private final Map<InfoHash, Set<String>> bySwarmHash = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  Optional<Entry> byPath(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  Optional<String> pathOf(RequestHash requestHash) {
    return Optional.ofNullable(byRequestHash.get(requestHash));
  }

  /**
   * Returns the paths of the files with this infohash: several if they have the same name and
   * content.
   */
  Set<String> pathsOf(InfoHash swarmHash) {
    return bySwarmHash.getOrDefault(swarmHash, Set.of());
  }

  /** Returns every hash of the torrents that one of them names. */
  List<InfoHash> swarmHashesOf(InfoHash swarmHash) {
    return pathsOf(swarmHash).stream()
        .flatMap(path -> byPath(path).stream())
        .flatMap(entry -> entry.key().swarmHashes().stream())
        .distinct()
        .toList();
  }

  Set<String> paths() {
    return byPath.keySet();
  }

  void put(Entry entry) {
    remove(entry.key().path());
    byPath.put(entry.key().path(), entry);
    byRequestHash.put(entry.key().requestHash(), entry.key().path());
    for (InfoHash hash : entry.key().swarmHashes()) {
      bySwarmHash.compute(hash, (key, paths) -> with(paths, entry.key().path()));
    }
    bytes.addAndGet(entry.length());
  }

  /** Notes another version of a file, whose torrent is the same. */
  void renew(SourceFile file) {
    byPath.computeIfPresent(file.path(), (path, entry) -> new Entry(entry.key(), file));
  }

  /**
   * Adds a path to a set. Nearly every torrent has one path, which must not cost as much memory as
   * a set of many.
   */
  private static Set<String> with(@Nullable Set<String> paths, String path) {
    if (paths == null) {
      return Set.of(path);
    }
    Set<String> many = paths.size() > 1 ? paths : ConcurrentHashMap.newKeySet();
    many.addAll(paths);
    many.add(path);
    return many;
  }

  Optional<Entry> remove(String path) {
    var entry = Optional.ofNullable(byPath.remove(path));
    entry.ifPresent(this::unlink);
    return entry;
  }

  private void unlink(Entry entry) {
    String path = entry.key().path();
    byRequestHash.remove(entry.key().requestHash(), path);
    for (InfoHash hash : entry.key().swarmHashes()) {
      bySwarmHash.computeIfPresent(hash, (key, paths) -> without(paths, path));
    }
    bytes.addAndGet(-entry.length());
  }

  private static @Nullable Set<String> without(Set<String> paths, String path) {
    if (paths.size() > 1) {
      paths.remove(path);
      return paths;
    }
    return paths.contains(path) ? null : paths;
  }

  int size() {
    return byPath.size();
  }

  /** Returns the total length, in bytes, of all files that are offered as torrents. */
  long bytes() {
    return bytes.get();
  }
}
