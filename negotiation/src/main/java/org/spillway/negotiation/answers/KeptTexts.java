package org.spillway.negotiation.answers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.spillway.catalog.memory.CacheSize;

/**
 * Keeps listings for a moment, because each takes a look at every entry: however many ask for one,
 * making it takes a small part of the time. Those who ask at the same time share one, too. Safe for
 * use by many threads (ADR 47).
 */
public final class KeptTexts {
  /** The size of all kept texts, in bytes. */
  private static final int MOST = 16 * 1024 * 1024;

  /** The memory that a text takes beside its bytes, in bytes. */
  private static final int OVERHEAD = 500;

  /**
   * A text is kept for this time for each entry. Looking at one and writing it takes some 15 µs.
   */
  private static final Duration FOR_EACH_ENTRY = Duration.ofNanos(500_000);

  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Map<Object, CompletableFuture<Optional<KeptText>>> underWay =
      new ConcurrentHashMap<>();

  private final Cache<Object, KeptText> kept;

  /** Makes a text. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Returns the text, or nothing if there is none to make, which is not kept.
     *
     * @throws IOException if not all of it can be read
     */
    Optional<KeptText> make() throws IOException;
  }

  /**
   * @param ticker what the time is measured by
   */
  public KeptTexts(Ticker ticker) {
    this.kept =
        Caffeine.newBuilder()
            // Its upkeep takes less time than to wake a thread for it.
            .executor(Runnable::run)
            .ticker(ticker)
            .expireAfter(Expiry.<Object, KeptText>creating((key, text) -> time(text)))
            .maximumWeight(CacheSize.of(MOST))
            .<Object, KeptText>weigher((key, text) -> text.bytes().remaining() + OVERHEAD)
            .build();
  }

  private static Duration time(KeptText text) {
    var time = FOR_EACH_ENTRY.multipliedBy(text.entries());
    return time.compareTo(LONGEST) < 0 ? time : LONGEST;
  }

  /**
   * Returns the text for a key. Blocks while it is made, by this thread or by another one.
   *
   * @param key stands for all that the text depends on, but for the content itself
   * @throws IOException if the maker throws one
   */
  public Optional<KeptText> get(Object key, Maker maker) throws IOException {
    var known = kept.getIfPresent(key);
    if (known != null) {
      return Optional.of(known);
    }
    var mine = new CompletableFuture<Optional<KeptText>>();
    var other = underWay.putIfAbsent(key, mine);
    return other == null ? make(key, maker, mine) : await(other);
  }

  private Optional<KeptText> make(
      Object key, Maker maker, CompletableFuture<Optional<KeptText>> mine) throws IOException {
    try {
      // Another thread may have finished it in between.
      var known = kept.getIfPresent(key);
      var text = known == null ? maker.make() : Optional.of(known);
      if (known == null) {
        text.ifPresent(made -> kept.put(key, made));
      }
      mine.complete(text);
      return text;
    } catch (IOException | RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      underWay.remove(key, mine);
    }
  }

  private static Optional<KeptText> await(CompletableFuture<Optional<KeptText>> other)
      throws IOException {
    try {
      return other.join();
    } catch (CompletionException e) {
      throw new IOException("the text could not be made for another request either", e.getCause());
    }
  }
}
