package org.spillway.catalog.s3;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.spillway.catalog.source.Problem;
import org.spillway.catalog.source.SourceFile;

/**
 * Asks whether the world may read each object. An answer is remembered for a moment, during which
 * the service is not asked again; the last files found are remembered for longer, in case the
 * service stops answering. Safe for use by many threads.
 */
final class ObjectFinder {
  /**
   * The number of answers that are remembered, so that requests for many paths that do not exist
   * only push out others.
   */
  private static final int REMEMBERED = 20_000;

  private final S3Bucket bucket;
  private final EndpointOutage outage;
  private final Executor askers;
  private final boolean remembers;
  private final KnownFiles known = new KnownFiles();
  private final AsyncCache<String, HeadResult> answers;
  private volatile boolean allAnswered = true;

  /**
   * Makes a finder that remembers nothing yet.
   *
   * @param trust the time for which an answer is remembered
   * @param askers makes the requests, as many at a time as it has threads
   */
  ObjectFinder(S3Bucket bucket, EndpointOutage outage, Duration trust, Executor askers) {
    this.bucket = bucket;
    this.outage = outage;
    this.askers = askers;
    this.remembers = !trust.isZero();
    this.answers =
        Caffeine.newBuilder().expireAfterWrite(trust).maximumSize(REMEMBERED).buildAsync();
  }

  KnownFiles known() {
    return known;
  }

  /** Returns the file as far as can be known. */
  Optional<SourceFile> find(String path) {
    return fileOf(path, look(path));
  }

  Optional<SourceFile> fileOf(String path, HeadResult look) {
    if (look instanceof HeadResult.Found found) {
      return Optional.of(found.file());
    }
    return look == HeadResult.NotFound.UNKNOWN ? known.get(path) : Optional.empty();
  }

  HeadResult look(String path) {
    return begin(path).join();
  }

  /** Asks for an object, or joins a request that is under way. */
  CompletableFuture<HeadResult> begin(String path) {
    var key = bucket.keys().keyOf(path);
    if (key.isEmpty()) {
      return CompletableFuture.completedFuture(HeadResult.NotFound.ABSENT);
    }
    try {
      return answers.get(
          path,
          (same, unused) -> CompletableFuture.supplyAsync(() -> answer(path, key.get()), askers));
    } catch (RejectedExecutionException e) {
      // The catalog is closed.
      return CompletableFuture.completedFuture(HeadResult.NotFound.UNKNOWN);
    }
  }

  private HeadResult answer(String path, String key) {
    var look = ask(path, key);
    if (!remembers) {
      // The cache itself would do so only after the waiting callers have the answer.
      forget(path);
    }
    return look;
  }

  private HeadResult ask(String path, String key) {
    if (!outage.mayAsk()) {
      allAnswered = false;
      return HeadResult.NotFound.UNKNOWN;
    }
    try {
      var look = bucket.head(path, key);
      outage.over();
      note(path, look);
      return look;
    } catch (IOException e) {
      allAnswered = false;
      outage.began(Problem.of(e));
      return HeadResult.NotFound.UNKNOWN;
    }
  }

  /** Forgets which looks had no answer. */
  void expectAnswers() {
    allAnswered = true;
  }

  /** Returns whether each look since {@link #expectAnswers} was answered. */
  boolean wereAllAnswered() {
    return allAnswered;
  }

  private void note(String path, HeadResult look) {
    if (look instanceof HeadResult.Found found) {
      known.put(found.file());
    } else if (look != HeadResult.NotFound.UNKNOWN) {
      known.remove(path);
    }
  }

  /** Lets the next look ask again, because the object is not as it was described. */
  void forget(String path) {
    answers.synchronous().invalidate(path);
  }
}
