package org.spillway.seeder;

import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.UploadSettings;

/** Decides for seeders of tests who gets what. */
final class TestPolicies {
  private TestPolicies() {}

  /** Returns another one each time, to which nobody has connected or announced itself yet. */
  static UploadPolicy fresh() {
    return new UploadPolicy(UploadSettings.DEFAULT, System::nanoTime);
  }
}
