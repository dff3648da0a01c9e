package org.spillway.webapp;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong, in words for operators. */
final class Problem {
  private Problem() {}

  /** Where a file system names no more than the file, its class says what is wrong. */
  static String of(Exception e) {
    if (e instanceof FileSystemException named && named.getReason() == null) {
      return named.getFile() + ": " + kind(named);
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String kind(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    return e instanceof FileAlreadyExistsException ? "is there already" : "input/output error";
  }
}
