package org.spillway.dns.dnssec;

import java.nio.file.Path;
import java.util.Set;

/**
 * @param enabled whether the zones are signed. Off unless it is wanted: without a DS record in the
 *     parent zone nobody checks the signatures, which make answers longer, and with one the zone is
 *     lost to validators if the keys are
 * @param keys the folder with the keys
 * @param signing the tags of the keys that sign where a zone has two
 */
public record DnssecSettings(boolean enabled, Path keys, Set<Integer> signing) {
  public static final DnssecSettings OFF = new DnssecSettings(false, Path.of("dnssec"), Set.of());

  public DnssecSettings {
    signing = Set.copyOf(signing);
    for (int tag : signing) {
      if (tag < 0 || tag > 65_535) {
        throw new IllegalArgumentException("key tags must be 0 to 65535, was " + tag);
      }
    }
  }

  public static DnssecSettings of(Path keys) {
    return new DnssecSettings(true, keys, Set.of());
  }

  public DnssecSettings withSigning(Integer... tags) {
    return new DnssecSettings(enabled, keys, Set.of(tags));
  }

  public KeyFolder folder() {
    return new KeyFolder(keys, signing);
  }
}
