package org.spillway.negotiation.documents;

/** Writes sizes for people. */
public final class Size {
  private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final String[] DECIMAL = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Size() {}

  /**
   * @param bytes zero or more
   */
  public static String of(long bytes) {
    return format(bytes, 1024, BINARY);
  }

  /**
   * Returns a size in powers of 1,000, as browsers and the SI write it.
   *
   * @param bytes zero or more
   */
  static String decimal(long bytes) {
    return format(bytes, 1000, DECIMAL);
  }

  private static String format(long bytes, int base, String[] units) {
    if (bytes < base) {
      return bytes + " B";
    }
    double size = bytes / (double) base;
    int unit = 0;
    // What would be shown as 1024.0 is one of the next unit.
    while (size >= base - 0.05 && unit < units.length - 1) {
      size /= base;
      unit++;
    }
    long tenths = Math.round(10 * size);
    return tenths / 10 + "." + tenths % 10 + " " + units[unit];
  }
}
