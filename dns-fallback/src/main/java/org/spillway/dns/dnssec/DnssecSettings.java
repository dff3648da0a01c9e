package org.spillway.dns.dnssec;

import java.nio.file.Path;

/**
 * @param enabled whether the zones are signed. Off unless it is wanted: without a DS record in the
 *     parent zone nobody checks the signatures, which make answers longer, and with one the zone is
 *     lost to validators if the keys are
 * @param keys the folder with the keys
 */
public record DnssecSettings(boolean enabled, Path keys) {
  public static final DnssecSettings OFF = new DnssecSettings(false, Path.of("dnssec"));

  public static DnssecSettings of(Path keys) {
    return new DnssecSettings(true, keys);
  }
}
