package org.spillway.catalog.s3;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.PathKind;
import org.spillway.catalog.source.Problem;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.SourcePage;

/**
 * A bucket as a source of content. It offers the objects that a HEAD without credentials may read,
 * whatever credentials list and read them, if their keys are paths. An object is left out if its
 * key has an empty segment ({@code //}, or a final slash), one that begins with a dot, a control
 * character, a backslash, or more than 1,024 bytes. Spaces, {@code +}, {@code %} and all other
 * characters are part of the path as they are of the key.
 *
 * <p>A bucket has no folders. Each beginning of the path of a file that the last walk offered is
 * shown as a folder; so no listing reveals names below which nothing is offered. Nothing is listed
 * before the first walk is over, because a part would be taken for the whole.
 *
 * <p>A walk costs a request for each 1,000 objects and one for each object, {@value #WALKERS} at a
 * time: a million requests for a million objects, about 20 minutes if each takes 20 ms. {@code
 * catalog.recheck} says how often.
 *
 * <p>While the endpoint does not answer, the files of the last answers are still found: an outage
 * is no withdrawal. Their kept pieces can be read; other reads fail.
 */
public final class S3Tree implements ContentSource {
  private static final System.Logger log = System.getLogger(S3Tree.class.getName());

  /** The number of objects that a walk asks about at a time. */
  private static final int WALKERS = 16;

  /**
   * The number of threads for HEAD requests and for pieces read ahead: more than a walk needs, so
   * that other requests need not wait for it.
   */
  private static final int THREADS = 48;

  /** The time between two attempts in an outage. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final S3Bucket bucket;
  private final EndpointOutage outage;
  private final ThreadPoolExecutor threads = S3Threads.pool("s3", THREADS);
  private final ObjectFinder finder;
  private final S3Parts parts;

  private final BucketOutage bucketOutage;

  /**
   * The number of keys in the last listing that had any; a single one may be removed without an
   * outage.
   */
  private volatile long listed;

  /** Is true once a walk since the start has ended with an answer for each object. */
  private volatile boolean isKnown;

  S3Tree(S3Bucket bucket, PieceCache pieces, Duration pause) {
    this(bucket, pieces, pause, false);
  }

  private S3Tree(S3Bucket bucket, PieceCache pieces, Duration pause, boolean emptied) {
    this.bucket = bucket;
    this.bucketOutage =
        new BucketOutage(() -> bucket.problem(emptied || listed <= 1), pause, System::nanoTime);
    this.outage =
        new EndpointOutage(S3Problem.endpoint(bucket.settings()), pause, System::nanoTime);
    this.finder = new ObjectFinder(bucket, outage, bucket.settings().trust(), threads);
    this.parts = new S3Parts(bucket, pieces, outage, finder, threads);
  }

  /**
   * Opens a bucket.
   *
   * @param stateDir the state folder, which this process has locked
   * @param emptied whether the operator wants a bucket in which nothing is listed, so that it is no
   *     outage
   * @throws IOException if the bucket or the folder cannot be used; the message names the key
   */
  public static S3Tree open(
      ContentRoot.Bucket settings, PathFilter filter, Path stateDir, boolean emptied)
      throws IOException {
    return open(settings, filter, S3Clients.open(settings), stateDir, emptied);
  }

  static S3Tree open(
      ContentRoot.Bucket settings, PathFilter filter, S3Clients clients, Path stateDir)
      throws IOException {
    return open(settings, filter, clients, stateDir, false);
  }

  private static S3Tree open(
      ContentRoot.Bucket settings,
      PathFilter filter,
      S3Clients clients,
      Path stateDir,
      boolean emptied)
      throws IOException {
    try {
      var bucket = new S3Bucket(settings, filter, clients, S3Bucket.PAGE);
      bucket.check();
      var pieces = PieceCache.open(stateDir.resolve("pieces"), settings.cacheSize());
      return new S3Tree(bucket, pieces, PAUSE, emptied);
    } catch (IOException e) {
      clients.close();
      throw e;
    }
  }

  PieceCache pieces() {
    return parts.pieces();
  }

  @Override
  public Optional<SourceFile> find(String path) {
    return finder.find(path);
  }

  @Override
  public Optional<String> outage(String path) {
    return bucketOutage.problem();
  }

  @Override
  public PathKind kindOf(String path) {
    if (path.equals("/")) {
      return PathKind.FOLDER;
    }
    if (path.startsWith("/") && finder.known().hasBelow(path.endsWith("/") ? path : path + "/")) {
      return PathKind.FOLDER;
    }
    boolean denied =
        finder.look(path) == HeadResult.NotFound.DENIED
            && bucket.keys().keyOf(path).filter(bucket::mayExist).isPresent();
    return denied ? PathKind.DENIED : PathKind.NOTHING;
  }

  @Override
  public Optional<SourcePage> list(String folder, String after, int limit) throws IOException {
    if (!folder.endsWith("/") || kindOf(folder) != PathKind.FOLDER) {
      return Optional.empty();
    }
    if (!isKnown) {
      throw new IOException(bucket.settings() + ": not all objects are known yet");
    }
    return Optional.of(finder.known().page(folder, after, limit));
  }

  @Override
  public void walk(Predicate<SourceFile> visitor) throws IOException {
    finder.expectAnswers();
    try {
      String next = "";
      boolean goOn;
      long keys = 0;
      do {
        var page = bucket.list(next);
        keys += page.keys().size();
        next = page.next();
        goOn = visit(page.keys().stream().flatMap(this::pathOf).iterator(), visitor);
      } while (goOn && !next.isEmpty());
      listed = keys > 0 ? keys : listed;
      isKnown = isKnown || (goOn && finder.wereAllAnswered());
    } catch (S3UnreachableException e) {
      // Known objects are still found.
      outage.began(Problem.of(e));
    }
  }

  private Stream<String> pathOf(String key) {
    var path = bucket.keys().pathOf(key);
    if (path.isEmpty()) {
      log.log(DEBUG, "passed over: {0} is no path", key);
    }
    return path.stream();
  }

  private record Begun(String path, CompletableFuture<HeadResult> look) {}

  /** Asks about some paths at a time, and hands over the files in order. */
  private boolean visit(Iterator<String> paths, Predicate<SourceFile> visitor) {
    var begun = new ArrayDeque<Begun>();
    while (paths.hasNext() || !begun.isEmpty()) {
      while (paths.hasNext() && begun.size() < WALKERS) {
        String path = paths.next();
        begun.add(new Begun(path, finder.begin(path)));
      }
      var eldest = begun.remove();
      var file = finder.fileOf(eldest.path(), eldest.look().join());
      if (file.isPresent() && !visitor.test(file.get())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void expect(Collection<String> paths) {
    var unused = visit(paths.iterator(), file -> true);
  }

  @Override
  public Content open(SourceFile file) throws IOException {
    requireCurrent(file);
    return new S3Content(parts, file, false);
  }

  /**
   * Opens a version that can be read to its end if the bucket keeps versions; otherwise reading
   * ends with the object.
   */
  @Override
  public Content openKept(SourceFile file) throws IOException {
    requireCurrent(file);
    return new S3Content(parts, file, true);
  }

  @Override
  public Content openToHash(SourceFile file) throws IOException {
    requireCurrent(file);
    return new S3Stream(parts, file);
  }

  private void requireCurrent(SourceFile file) throws ContentChangedException {
    if (!parts.isCurrent(file)) {
      throw new ContentChangedException(file.path());
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        log.log(WARNING, "{0} does not end its answers", bucket.settings());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    bucket.close();
  }
}
