package org.spillway.negotiation.fields;

import java.util.List;
import java.util.OptionalInt;

/**
 * The Accept-Encoding field (RFC 9110 §12.5.3). Elements that cannot be understood are ignored, and
 * so are codings with parameters, because none has any.
 */
public record AcceptEncoding(List<QualityItem> codings) {
  /** The content coding that stands for the torrent of a file. */
  public static final String TORRENT = "torrent";

  public static AcceptEncoding parse(String field) {
    return new AcceptEncoding(
        QualityItem.parseList(field).stream()
            .filter(coding -> coding.parameters().isEmpty())
            .toList());
  }

  /** Returns whether the torrent is named, and wanted no less than the plain file. */
  public boolean prefersTorrent() {
    int torrent = weightOf(TORRENT).orElse(0);
    return torrent > 0 && torrent >= identity();
  }

  /**
   * Returns the weight of the plain file. If it is not mentioned at all, it is acceptable but not
   * asked for.
   */
  private int identity() {
    return weightOf("identity").orElseGet(() -> weightOf("*").orElse(0));
  }

  private OptionalInt weightOf(String coding) {
    return codings.stream()
        .filter(item -> item.name().equals(coding))
        .mapToInt(QualityItem::weight)
        .findFirst();
  }
}
