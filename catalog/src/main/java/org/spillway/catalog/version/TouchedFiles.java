package org.spillway.catalog.version;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.spillway.catalog.source.SourceFile;

/**
 * Remembers the files whose modification time alone has changed since they were hashed. A touch
 * leaves the bytes alone, so their torrents stay until the bytes have been read again. Safe for use
 * by many threads.
 */
public final class TouchedFiles {
  /** A file that is written to again and again is not one that was touched. */
  private static final int MOST = 3;

  private final Map<String, Set<String>> versions = new ConcurrentHashMap<>();

  /** The finding about a touched file. */
  public enum Finding {
    /** This version was not seen before, so its bytes must be read. */
    NEW,
    /** Its bytes are about to be read. */
    KNOWN,
    /** It changes too often to be waited for. */
    RESTLESS
  }

  public Finding found(SourceFile file) {
    var seen = versions.computeIfAbsent(file.path(), path -> new HashSet<>());
    synchronized (seen) {
      if (seen.contains(file.version())) {
        return Finding.KNOWN;
      }
      return seen.size() < MOST && seen.add(file.version()) ? Finding.NEW : Finding.RESTLESS;
    }
  }

  /** Forgets the versions of a file. */
  public void forget(String path) {
    versions.remove(path);
  }
}
