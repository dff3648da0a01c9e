package org.spillway.client.install;

import java.util.Locale;

/** Whose folders and manifests are known. */
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

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Below the folder of configurations, for Firefox below the person's own folder. */
  String linuxFolder() {
    return linuxFolder;
  }

  /** Below {@code Library/Application Support}. */
  String macFolder() {
    return macFolder;
  }

  /** Below {@code HKEY_CURRENT_USER\Software}. */
  String registryKey() {
    return registryKey;
  }
}
