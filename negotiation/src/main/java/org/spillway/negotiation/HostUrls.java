package org.spillway.negotiation;

import java.util.Optional;
import org.spillway.catalog.PublicUrls;

/**
 * Chooses the URLs that one answer names by the host that the client asked. Safe for use by many
 * threads; called for each request, and must not block.
 */
@FunctionalInterface
public interface HostUrls {
  /** Every client is told the URLs of the catalog. */
  HostUrls NONE = origin -> Optional.empty();

  /**
   * @param origin scheme, host and port that the request was sent to, such as {@code
   *     http://192.0.2.1:8080}, as the client wrote them: they can be made up. May be empty if the
   *     client named no host
   * @return absent if the client is told the URLs of the catalog. There must be few different
   *     values, for the answers of each are kept
   */
  Optional<PublicUrls> of(String origin);
}
