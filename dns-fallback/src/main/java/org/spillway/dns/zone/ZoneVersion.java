package org.spillway.dns.zone;

import java.util.List;

/**
 * What the zones hold at one serial, as far as it differs from the version before.
 *
 * @param serial not negative, below 2^32
 * @param changes at most one for each name, in the order of the first change to it
 */
public record ZoneVersion(long serial, List<Change> changes) {
  public ZoneVersion {
    changes = List.copyOf(changes);
  }
}
