package org.spillway.catalog.folder;

import static java.lang.System.Logger.Level.WARNING;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Warns the operator of names that the JVM cannot read, so that nobody can ask for them: once at
 * the start if its locale is the reason, and once for the first name that is not UTF-8. Safe for
 * use by many threads.
 */
final class UnreadableNames {
  private static final System.Logger log = System.getLogger(UnreadableNames.class.getName());

  /** The character that Java reads for bytes that are not text in the locale's encoding. */
  private static final char NO_TEXT = '\uFFFD';

  private final String encoding;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * Makes a detector that has not warned yet.
   *
   * @param encoding the encoding of file names, which the JVM takes from the environment as it
   *     starts
   */
  UnreadableNames(String encoding) {
    this.encoding = encoding;
  }

  static UnreadableNames ofThisJvm() {
    return new UnreadableNames(
        System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));
  }

  private boolean isUtf8() {
    return Charset.isSupported(encoding)
        && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
  }

  void warnOfLocale() {
    if (!isUtf8()) {
      log.log(
          WARNING,
          "content.root: files whose names are not ASCII are not offered, because this JVM reads"
              + " names as {0}; set LC_ALL=C.UTF-8 in its environment and start it again",
          encoding);
    }
  }

  /**
   * Returns whether a name can be read. A warning names the first one that cannot, by its octets,
   * unless the locale is the reason.
   *
   * @param place of a file or a folder, as the file system gave it
   */
  boolean isReadable(Path place) {
    Path name = place.getFileName();
    if (name == null || name.toString().indexOf(NO_TEXT) < 0 || leadsBack(name)) {
      return true;
    }
    if (isUtf8() && !told.getAndSet(true)) {
      log.log(
          WARNING,
          "content.root: {0} is not offered, because its name is not UTF-8; rename it. Other such"
              + " names are passed over without a word",
          place.toUri().getRawPath());
    }
    return false;
  }

  /** Returns whether the name itself holds that character. */
  private static boolean leadsBack(Path name) {
    try {
      return name.getFileSystem().getPath(name.toString()).equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
