package org.spillway.dns.dnssec;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Set;

/**
 * Says whether zones are signed, and with which keys.
 *
 * @param enabled whether the zones are signed. This is off by default: without a DS record in the
 *     parent zone nobody checks the signatures, which make answers longer; with one, validators
 *     reject the zone once its keys are lost
 * @param keys the folder with the keys
 * @param signing the tags of the keys that sign where a zone has two
 */
@RecordBuilder
public record DnssecSettings(boolean enabled, Path keys, Set<Integer> signing)
    implements DnssecSettingsBuilder.With {
  /** The settings of zones that are not signed. */
  public static final DnssecSettings OFF = new DnssecSettings(false, Path.of("dnssec"), Set.of());

  public DnssecSettings {
    signing = Set.copyOf(signing);
    for (int tag : signing) {
      if (tag < 0 || tag > 65_535) {
        throw new IllegalArgumentException("key tags must be 0 to 65535, was " + tag);
      }
    }
  }

  /** Returns the settings of zones that are signed with the keys of a folder. */
  public static DnssecSettings of(Path keys) {
    return new DnssecSettings(true, keys, Set.of());
  }

  public KeyFolder folder() {
    return new KeyFolder(keys, signing);
  }
}
