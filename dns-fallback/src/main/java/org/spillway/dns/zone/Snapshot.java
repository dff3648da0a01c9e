package org.spillway.dns.zone;

import java.util.Comparator;
import java.util.List;

/**
 * The whole content of the zones at one serial, below their apexes.
 *
 * @param rrsets the RRsets, in no particular order
 */
public record Snapshot(long serial, List<Entry> rrsets) {
  /** An RRset with its name. */
  public record Entry(RecordName name, TxtRrset rrset) {}

  /** Returns the RRsets in the canonical order of RFC 4034 §6.1. */
  public List<Entry> inOrder() {
    return rrsets.stream().sorted(Comparator.comparing(Entry::name)).toList();
  }
}
