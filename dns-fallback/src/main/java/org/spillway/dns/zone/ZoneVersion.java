package org.spillway.dns.zone;

import java.util.List;

/**
 * The differences between the zones' content at one serial and in the version before.
 *
 * @param serial the serial, from 0 to below 2^32
 * @param changes the changes, at most one for each name, in the order of the first change to it
 */
public record ZoneVersion(long serial, List<Change> changes) {
  public ZoneVersion {
    changes = List.copyOf(changes);
  }
}
