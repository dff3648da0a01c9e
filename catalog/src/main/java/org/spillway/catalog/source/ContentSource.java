package org.spillway.catalog.source;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** Where files come from. Safe for use by many threads. */
public interface ContentSource extends AutoCloseable {
  /** Bytes that are hashed in one go: about a tenth of a second of work. */
  long SLICE = 64L * 1024 * 1024;

  /** The file as it is now, if it exists and the world may read it. */
  Optional<SourceFile> find(String path);

  /**
   * Why nothing can be said of a path that {@link #find} does not give: the disk or the service
   * behind it is lost. Looks at what is behind it, not at the path.
   *
   * @return absent if the path leads to nothing because nothing is there
   */
  default Optional<String> outage(String path) {
    return Optional.empty();
  }

  /** As {@link #find}, for a caller that asks again and again whether it is still so. */
  default Optional<Sighting> sight(String path) {
    return find(path).map(file -> new PlainSighting(file, this::find));
  }

  /** What is at a path that {@link #find} does not give; a folder's may end with a slash. */
  Place placeOf(String path);

  /**
   * What a folder shows: files that {@link #find} gives, and folders that are a {@link
   * Place#FOLDER}. Costs as much as the page is long, however many names the folder has.
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
   * Opens this very version, and is content only as long as the path leads to it. Waits for some
   * milliseconds if the file changed just now: a further change might not show.
   *
   * @throws ContentChangedException if there is another version by now, or none
   */
  Content open(SourceFile file) throws IOException;

  /**
   * As {@link #open}, but when the file is replaced or removed, what is open can be read to its
   * end.
   */
  Content openKept(SourceFile file) throws IOException;

  /**
   * As {@link #open} and {@link #openKept}, but also opens a version that came of the given one by
   * any change that {@linkplain Change#mayKeepBytes may keep} its bytes: {@link
   * VersionedContent#version} says which one it is.
   *
   * @param kept whether reading may go on when the file is replaced or removed
   */
  default VersionedContent openVersions(SourceFile file, boolean kept) throws IOException {
    return new OneVersion(file, kept ? openKept(file) : open(file));
  }

  /**
   * Opens a file that others append to, and is content as long as nothing but that happens: its
   * length is that of the given version.
   */
  default Content openGrowing(SourceFile file) throws IOException {
    return openKept(file);
  }

  /** What sets two versions of the same path apart. */
  default Change change(String before, String after) {
    return before.equals(after) ? Change.NONE : Change.OTHER;
  }

  /** As {@link #open}, for one thread that reads up to {@link #SLICE} bytes, once and in order. */
  default Content openToHash(SourceFile file) throws IOException {
    return open(file);
  }

  /** These are asked for next: where a look takes long, many can be taken at a time. */
  default void expect(Collection<String> paths) {}

  /** Nothing is asked for any more, and what was opened is closed. */
  @Override
  default void close() {}
}
