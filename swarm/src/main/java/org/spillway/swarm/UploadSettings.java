package org.spillway.swarm;

/**
 * Configures the {@link UploadPolicy}.
 *
 * @param goal the goal of the upload
 * @param copies how many peers must have a piece before a {@link UploadGoal#THRIFTY} server stops
 *     offering it; 1 or more
 */
public record UploadSettings(UploadGoal goal, int copies) {

  /** The defaults: the whole rate is used, and one copy would do. */
  public static final UploadSettings DEFAULT = new UploadSettings(UploadGoal.FAST, 1);

  public UploadSettings {
    if (copies < 1) {
      throw new IllegalArgumentException("copies must be 1 or more, was " + copies);
    }
  }
}
