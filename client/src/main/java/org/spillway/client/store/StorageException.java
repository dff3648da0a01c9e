package org.spillway.client.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Thrown if content cannot be written or read, or must not be written where it should go; the
 * message names the file or folder.
 */
public final class StorageException extends IOException {
  private static final long serialVersionUID = 1;

  StorageException(Path file, String problem) {
    super(file + ": " + problem);
  }

  StorageException(Path file, IOException cause) {
    super(file + ": " + describe(cause), cause);
  }

  /** Wraps an exception, unless it says everything already. */
  static StorageException of(Path file, IOException cause) {
    return cause instanceof StorageException known ? known : new StorageException(file, cause);
  }

  private static String describe(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    String reason =
        cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }
}
