package org.spillway.catalog;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a disk, in words for operators. */
final class Problem {
  private Problem() {}

  /** Where a file system names no more than the file, its class says what is wrong. */
  static String of(IOException e) {
    String message = e.getMessage();
    if (e instanceof FileSystemException named && named.getReason() == null) {
      return message + ": " + kind(named);
    }
    return message == null ? "input/output error" : message;
  }

  private static String kind(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    return e instanceof FileAlreadyExistsException ? "is there already" : "input/output error";
  }
}
