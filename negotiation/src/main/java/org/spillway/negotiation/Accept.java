package org.spillway.negotiation;

import java.util.List;
import java.util.OptionalInt;

/**
 * The field of RFC 9110 §12.5.1. What cannot be understood is as if it were not there; so are media
 * ranges with parameters, for no representation here has any.
 */
record Accept(List<Weighted> ranges) {

  static Accept parse(String field) {
    return new Accept(
        Weighted.parseList(field).stream().filter(range -> !range.parameters()).toList());
  }

  /** Whether the torrent is not acceptable, be it by its own name or by a wildcard. */
  boolean refuseTorrent() {
    return weightOf(Negotiation.TORRENT_TYPE).orElse(1) == 0;
  }

  /** Whether the torrent is named, and wanted no less than the file. */
  boolean preferTorrentTo(String fileType) {
    int torrent = named(Negotiation.TORRENT_TYPE).orElse(0);
    boolean fileIsWhatIsNamed = fileType.equals(Negotiation.TORRENT_TYPE);
    return torrent > 0 && !fileIsWhatIsNamed && torrent >= weightOf(fileType).orElse(0);
  }

  /** Whether one of our representations is wanted more than the other. */
  boolean prefers(String type, String other) {
    return weightOf(type).orElse(0) > weightOf(other).orElse(0);
  }

  /** By the most specific range that covers the type. */
  private OptionalInt weightOf(String type) {
    var exact = named(type);
    if (exact.isPresent()) {
      return exact;
    }
    var family = named(type.substring(0, type.indexOf('/')) + "/*");
    return family.isPresent() ? family : named("*/*");
  }

  private OptionalInt named(String range) {
    return ranges.stream()
        .filter(weighted -> weighted.name().equals(range))
        .mapToInt(Weighted::weight)
        .findFirst();
  }
}
