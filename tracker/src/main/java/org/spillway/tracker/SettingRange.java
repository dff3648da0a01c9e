package org.spillway.tracker;

/** Checks that settings lie within their ranges. */
final class SettingRange {
  private SettingRange() {}

  /**
   * Throws an exception that names the field unless the condition holds.
   *
   * @param expected the range in words, such as "0 to 65535"
   * @throws IllegalArgumentException if the condition does not hold
   */
  static void expect(boolean holds, String field, String expected, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, was %s".formatted(field, expected, value));
    }
  }
}
