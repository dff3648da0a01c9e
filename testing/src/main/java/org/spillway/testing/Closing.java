package org.spillway.testing;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Closes parts so that one that fails leaves none of the others open. */
final class Closing {
  private Closing() {}

  /**
   * Closes a part because something has failed.
   *
   * @param failure takes up what goes wrong meanwhile
   */
  static void after(IOException failure, Closeable part) {
    try {
      part.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Closes the parts in their order.
   *
   * @throws IOException if at least one of them could not be closed
   */
  static void all(List<? extends Closeable> parts) throws IOException {
    var failure = new IOException("not everything could be closed");
    parts.forEach(part -> after(failure, part));
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
