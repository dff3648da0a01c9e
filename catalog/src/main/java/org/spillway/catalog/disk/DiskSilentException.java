package org.spillway.catalog.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A disk does not answer. What it holds is as it was, as far as anybody knows. */
public final class DiskSilentException extends IOException {
  private static final long serialVersionUID = 1;

  DiskSilentException(Path mountPoint) {
    super("the disk at " + mountPoint + " does not answer");
  }
}
