package org.spillway.client.install;

import java.util.Locale;

/** A browser whose folders and manifests are known. */
public enum Browser {
  CHROMIUM("chromium", "Chromium", "Chromium"),
  CHROME("google-chrome", "Google/Chrome", "Google\\Chrome"),
  FIREFOX(".mozilla", "Mozilla", "Mozilla");

  private final String linuxFolder;
  private final String macFolder;
  private final String registryKey;

  Browser(String linuxFolder, String macFolder, String registryKey) {
    this.linuxFolder = linuxFolder;
    this.macFolder = macFolder;
    this.registryKey = registryKey;
  }

  /** Returns the name as it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the path below the folder of configurations, or for Firefox below the person's own
   * folder.
   */
  String linuxFolder() {
    return linuxFolder;
  }

  /** Returns the path below {@code Library/Application Support}. */
  String macFolder() {
    return macFolder;
  }

  /** Returns the path below {@code HKEY_CURRENT_USER\Software}. */
  String registryKey() {
    return registryKey;
  }
}
