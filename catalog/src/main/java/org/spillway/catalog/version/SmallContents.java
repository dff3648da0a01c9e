package org.spillway.catalog.version;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.spillway.catalog.memory.CacheSize;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.SourceFile;

/** Keeps the small files that were read lately in memory. Safe for use by many threads. */
public final class SmallContents {
  /** The largest small file, in bytes: it takes longer to open than to send. */
  public static final int LARGEST = 64 * 1024;

  /** The limit of all contents together, in bytes. */
  private static final long MOST = 32L * 1024 * 1024;

  /** Opens what is not in memory, and reads on when the file is replaced or removed. */
  public interface Opener {
    Content open(SourceFile file) throws IOException;
  }

  private final Opener opener;
  private final Cache<String, MemoryContent> contents =
      Caffeine.newBuilder()
          // Its upkeep takes less time than to wake a thread for it.
          .executor(Runnable::run)
          .maximumWeight(CacheSize.of(MOST))
          .<String, MemoryContent>weigher(
              (path, content) -> (int) content.length() + 512 + 2 * path.length())
          .build();

  public SmallContents(Opener opener) {
    this.opener = opener;
  }

  /** Returns the whole of a file that was read before. */
  public Optional<ByteBuffer> get(SourceFile file) {
    var known = contents.getIfPresent(file.path());
    return known != null && known.isOf(file) ? known.inMemory() : Optional.empty();
  }

  /** Opens a file like the opener, but looks at no file whose content is in memory. */
  public Content open(SourceFile file) throws IOException {
    if (file.length() > LARGEST) {
      return opener.open(file);
    }
    var known = contents.getIfPresent(file.path());
    if (known != null && known.isOf(file)) {
      return known;
    }
    var content = read(file);
    contents.put(file.path(), content);
    return content;
  }

  private MemoryContent read(SourceFile file) throws IOException {
    var buffer = ByteBuffer.allocate((int) file.length());
    try (var content = opener.open(file)) {
      content.read(buffer, 0);
      content.verify();
    }
    return new MemoryContent(file, buffer.array());
  }
}
