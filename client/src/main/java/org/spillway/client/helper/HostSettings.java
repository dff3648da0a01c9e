package org.spillway.client.helper;

import java.nio.file.Path;
import org.spillway.client.ClientSettings;

/**
 * The settings of the native messaging host.
 *
 * @param folder the folder for finished files, which is created when it is needed
 * @param journal the folder of the unfinished downloads, one for each browser, which is created as
 *     well
 * @param parallel the most downloads that run at the same time, 1 or more; the others wait
 * @param extensions the extensions that may call the helper
 * @param version the version that the extension shows
 */
public record HostSettings(
    Path folder,
    Path journal,
    int parallel,
    ExtensionIds extensions,
    String version,
    ClientSettings client) {
  /** The number of downloads that run at the same time by default. */
  public static final int DEFAULT_PARALLEL = 3;

  public HostSettings {
    folder = folder.toAbsolutePath();
    journal = journal.toAbsolutePath();
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel must be 1 or more, was " + parallel);
    }
  }
}
