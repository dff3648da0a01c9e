package org.spillway.client.http;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which servers' certificates count.
 *
 * @param authorities a file of certificates in PEM, which are trusted instead of the JDK's
 * @param all whether any certificate counts, which proves nothing
 */
public record ServerTrust(Optional<Path> authorities, boolean all) {
  /** The authorities that the JDK trusts. */
  public static final ServerTrust DEFAULT = new ServerTrust(Optional.empty(), false);
}
