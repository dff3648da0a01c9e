package org.spillway.catalog.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Describes exceptions in words for operators. */
public final class Problem {
  private Problem() {}

  /**
   * Describes an exception. Where a file system names only the file, the class of the exception
   * says what is wrong.
   */
  public static String of(Exception e) {
    if (e instanceof FileSystemException named && named.getReason() == null) {
      return named.getFile() + ": " + kind(named);
    }
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    return e instanceof IOException ? "input/output error" : e.toString();
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
