package org.spillway.client.helper;

import java.nio.file.Path;
import org.spillway.client.ClientSettings;

/**
 * @param folder for finished files; created when it is needed
 * @param journal the folder of the unfinished downloads, one for each browser; created as well
 * @param parallel downloads that run at the same time, 1 or more; the others wait
 * @param extensions that may call
 * @param version for the extension to show
 */
public record HostSettings(
    Path folder,
    Path journal,
    int parallel,
    ExtensionIds extensions,
    String version,
    ClientSettings client) {
  /** How many downloads run at the same time unless somebody chooses. */
  public static final int DEFAULT_PARALLEL = 3;

  public HostSettings {
    folder = folder.toAbsolutePath();
    journal = journal.toAbsolutePath();
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel downloads: 1 or more, not " + parallel);
    }
  }
}
