package org.spillway.webapp.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Configures the HTTP server for operators.
 *
 * @param host the address to listen on
 * @param port the TCP port; 0 takes a free one
 * @param passwordFile the file whose first line is the password of the user admin; null if none is
 *     asked for, which only a loopback address allows
 */
public record AdminSettings(String host, int port, @Nullable Path passwordFile) {
  static final AdminSettings DEFAULT = new AdminSettings("127.0.0.1", 9180, null);
}
