package org.spillway.webapp.download;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import org.spillway.client.OutputFile;
import org.spillway.client.Progress;

/** The place where the user wants a download. */
public sealed interface Output {
  /** The file type in {@code st_mode}, and that of a FIFO. */
  int FILE_TYPE = 0170000;

  int FIFO = 0010000;

  /** The names of standard output. */
  Set<String> STANDARD_OUTPUT = Set.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  /**
   * A file or folder, which is replaced as a whole, or a folder in which the download gets a name.
   */
  record AtPath(Path path) implements Output {}

  /** Something that takes bytes in order, and has no content that could be replaced. */
  record Stream(String name) implements Output {
    /** Writes a complete file there. */
    void copy(Path file, Progress progress) throws IOException {
      try (var in = Files.newInputStream(file)) {
        if (isStandardOutput()) {
          var out = new FileOutputStream(FileDescriptor.out);
          in.transferTo(out);
          return;
        }
        Path stream = Path.of(name);
        if (isFifo(stream)) {
          progress.note(name + " is a FIFO: it is written once another program reads it");
        }
        OutputFile.copyInto(stream, in);
      }
    }

    /** Returns whether this is the standard output of the process. */
    public boolean isStandardOutput() {
      return STANDARD_OUTPUT.contains(name);
    }
  }

  /**
   * Returns the place with a name, as {@code --output} gives it.
   *
   * @throws IllegalArgumentException if it cannot be a path
   */
  static Output of(String name) {
    if (STANDARD_OUTPUT.contains(name)) {
      return new Stream(name);
    }
    try {
      Path path = Path.of(name);
      return OutputFile.isStream(path) ? new Stream(name) : new AtPath(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("--output: " + e.getMessage(), e);
    }
  }

  private static boolean isFifo(Path path) {
    try {
      int mode = (int) Files.getAttribute(path, "unix:mode");
      return (mode & FILE_TYPE) == FIFO;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
