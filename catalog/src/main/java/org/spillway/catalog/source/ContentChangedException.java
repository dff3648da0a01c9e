package org.spillway.catalog.source;

import java.io.IOException;

/** A file is no longer what it was when it was offered; ask the catalog again. */
public final class ContentChangedException extends IOException {
  private static final long serialVersionUID = 1;

  public ContentChangedException(String path) {
    super(path + ": changed while in use");
  }
}
