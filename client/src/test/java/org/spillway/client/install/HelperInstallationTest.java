package org.spillway.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.helper.ExtensionIds;

class HelperInstallationTest {
  private static final Launcher LAUNCHER = new Launcher("/usr/bin/java", List.of("-cp", "a b/*"));
  private static final ExtensionIds IDS =
      new ExtensionIds(
          List.of("abcdefghijklmnopabcdefghijklmnop"), List.of("extension@spillway.org"));

  @TempDir private Path home;

  private UserFolders folders;

  @BeforeEach
  void setFolders() {
    folders = new UserFolders(home, Map.of());
  }

  @Test
  void install_chromium() throws Exception {
    var written = HelperInstallation.of(Browser.CHROMIUM, folders, "Linux").install(LAUNCHER, IDS);
    Path launcher = home.resolve(".local/share/spillway/native-host-chromium");
    Path manifest = home.resolve(".config/chromium/NativeMessagingHosts/org.spillway.helper.json");
    assertThat(written).containsExactly(launcher, manifest);
    assertThat(manifest)
        .hasContent(
            """
            {
              "name" : "org.spillway.helper",
              "description" : "Downloads for the Spillway extension",
              "path" : "%s",
              "type" : "stdio",
              "allowed_origins" : [ "chrome-extension://abcdefghijklmnopabcdefghijklmnop/" ]
            }\
            """
                .formatted(launcher));
    assertThat(Files.getPosixFilePermissions(launcher)).contains(PosixFilePermission.OWNER_EXECUTE);
    assertThat(launcher).content().startsWith("#!/bin/sh\n").contains("'-cp' 'a b/*' \"$@\"");
  }

  @Test
  void install_firefox() throws Exception {
    HelperInstallation.of(Browser.FIREFOX, folders, "Linux").install(LAUNCHER, IDS);
    assertThat(home.resolve(".mozilla/native-messaging-hosts/org.spillway.helper.json"))
        .hasContent(
            """
            {
              "name" : "org.spillway.helper",
              "description" : "Downloads for the Spillway extension",
              "path" : "%s",
              "type" : "stdio",
              "allowed_extensions" : [ "extension@spillway.org" ]
            }\
            """
                .formatted(home.resolve(".local/share/spillway/native-host-firefox")));
  }

  @Test
  void install_again_replaces() throws Exception {
    var installation = HelperInstallation.of(Browser.CHROME, folders, "Linux");
    installation.install(LAUNCHER, ExtensionIds.OURS);
    var written = installation.install(LAUNCHER, IDS);
    assertThat(written.get(1))
        .isEqualTo(
            home.resolve(".config/google-chrome/NativeMessagingHosts/org.spillway.helper.json"))
        .content()
        .contains("abcdefghijklmnopabcdefghijklmnop");
    assertThat(written.get(1).getParent()).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void install_foldersOfTheEnvironment() throws Exception {
    var moved =
        new UserFolders(
            home,
            Map.of(
                "XDG_CONFIG_HOME",
                home.resolve("c").toString(),
                "XDG_DATA_HOME",
                "relative/does/not/count"));
    assertThat(HelperInstallation.of(Browser.CHROMIUM, moved, "Linux").install(LAUNCHER, IDS))
        .containsExactly(
            home.resolve(".local/share/spillway/native-host-chromium"),
            home.resolve("c/chromium/NativeMessagingHosts/org.spillway.helper.json"));
  }

  @Test
  void install_mac() throws Exception {
    assertThat(HelperInstallation.of(Browser.CHROME, folders, "Mac OS X").install(LAUNCHER, IDS))
        .contains(
            home.resolve(
                "Library/Application Support/Google/Chrome/NativeMessagingHosts/"
                    + "org.spillway.helper.json"));
    assertThat(HelperInstallation.of(Browser.FIREFOX, folders, "Mac OS X").install(LAUNCHER, IDS))
        .contains(
            home.resolve(
                "Library/Application Support/Mozilla/NativeMessagingHosts/"
                    + "org.spillway.helper.json"));
  }

  @Test
  void of_windows_namesTheKey() {
    assertThatThrownBy(() -> HelperInstallation.of(Browser.CHROME, folders, "Windows 11"))
        .isInstanceOf(UnsupportedSystemException.class)
        .hasMessageContaining(
            "HKEY_CURRENT_USER\\Software\\Google\\Chrome\\NativeMessagingHosts"
                + "\\org.spillway.helper");
  }

  @Test
  void uninstall_removesBoth() throws Exception {
    var installation = HelperInstallation.in(home.resolve("p"), Browser.CHROMIUM, folders, "Linux");
    var written = installation.install(LAUNCHER, IDS);
    assertThat(installation.uninstall()).containsExactlyInAnyOrderElementsOf(written);
    assertThat(written).noneMatch(Files::exists);
    assertThat(installation.uninstall()).isEmpty();
  }
}
