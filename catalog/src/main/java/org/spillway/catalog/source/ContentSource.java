package org.spillway.catalog.source;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** A place from which files come. Implementations are safe for use by many threads. */
public interface ContentSource extends AutoCloseable {
  /**
   * The number of bytes that are hashed in one step, which is about a tenth of a second of work.
   */
  long SLICE = 64L * 1024 * 1024;

  /**
   * Returns the file as it is now, if it exists and the world may read it. A bucket may block until
   * the service answers.
   */
  Optional<SourceFile> find(String path);

  /**
   * Returns why nothing can be said about a path that {@link #find} does not find: the disk or the
   * service behind it is lost. This looks at the disk or service, not at the path.
   *
   * @return absent if the path leads to nothing because nothing is there
   */
  default Optional<String> outage(String path) {
    return Optional.empty();
  }

  /**
   * Returns whether the thread that asks for a path may have to wait for another machine, another
   * process or a disk that does not answer. Returns at once.
   */
  default boolean mayBlock(String path) {
    return true;
  }

  /**
   * Returns whether what a path leads to is unknown because its disk does not answer. Returns at
   * once.
   */
  default boolean isSilent(String path) {
    return false;
  }

  /**
   * Finds a file like {@link #find}, for a caller that will ask again and again whether it is still
   * there.
   */
  default Optional<SeenFile> see(String path) {
    return find(path).map(file -> new PlainSeenFile(file, this::find));
  }

  /**
   * Returns what is at a path that {@link #find} does not find; the path of a folder may end with a
   * slash.
   */
  PathKind kindOf(String path);

  /**
   * Lists part of a folder: the files that {@link #find} finds, and the folders that are a {@link
   * Place#FOLDER}. The cost depends on the length of the page, not on the number of names in the
   * folder.
   *
   * @param folder begins and ends with a slash
   * @param after the name before the first one that is wanted; "" from the start
   * @param limit entries at most, 1 or more; one more if a file and a folder share the last name
   * @return absent if there is no such folder, or the world may not list it
   * @throws IOException if not all of the page can be told: what would be left out could be taken
   *     for removed
   */
  Optional<SourcePage> list(String folder, String after, int limit) throws IOException;

  /**
   * Shows every file that may be offered.
   *
   * @param visitor says whether to go on
   * @throws IOException if the root itself cannot be read, or is lost; what lies below is passed
   *     over
   */
  void walk(Predicate<SourceFile> visitor) throws IOException;

  /**
   * Opens this very version; reading succeeds only as long as the path leads to it. Waits for some
   * milliseconds if the file changed just now: a further change might not show.
   *
   * @throws ContentChangedException if there is another version by now, or none
   */
  Content open(SourceFile file) throws IOException;

  /**
   * Opens a file like {@link #open}, but it can be read to its end even when it is replaced or
   * removed.
   */
  Content openKept(SourceFile file) throws IOException;

  /**
   * Opens a file like {@link #open} and {@link #openKept}, but also opens a version that follows
   * the given one by a change that {@linkplain FileChange#mayKeepBytes may keep} its bytes: {@link
   * VersionedContent#version} says which one it is.
   *
   * @param kept whether reading may go on when the file is replaced or removed
   */
  default VersionedContent openVersions(SourceFile file, boolean kept) throws IOException {
    return new OneVersion(file, kept ? openKept(file) : open(file));
  }

  /**
   * Opens a file that others append to. Reading succeeds as long as nothing else happens to it; its
   * length is that of the given version.
   */
  default Content openGrowing(SourceFile file) throws IOException {
    return openKept(file);
  }

  /** Returns the difference between two versions of the same path. */
  default FileChange change(String before, String after) {
    return before.equals(after) ? FileChange.NONE : FileChange.OTHER;
  }

  /**
   * Opens a file like {@link #open}, for one thread that reads up to {@link #SLICE} bytes, once and
   * in order.
   */
  default Content openToHash(SourceFile file) throws IOException {
    return open(file);
  }

  /**
   * Announces the paths that are asked for next, so that a slow source can look at many of them at
   * a time.
   */
  default void expect(Collection<String> paths) {}

  /**
   * Closes the source. Nothing is asked for after that, and every file that was opened is closed.
   */
  @Override
  default void close() {}
}
