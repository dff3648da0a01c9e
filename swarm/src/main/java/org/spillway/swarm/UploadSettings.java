package org.spillway.swarm;

/**
 * The settings of {@link UploadPolicy}.
 *
 * @param copies how many peers must have a piece before a {@link UploadGoal#THRIFTY} server stops
 *     offering it, from 1
 */
public record UploadSettings(UploadGoal goal, int copies) {

  /** The whole rate is used, and one copy would do. */
  public static final UploadSettings DEFAULT = new UploadSettings(UploadGoal.FAST, 1);

  public UploadSettings {
    if (copies < 1) {
      throw new IllegalArgumentException("copies must be 1 or more, was " + copies);
    }
  }
}
