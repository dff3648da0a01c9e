package org.spillway.client.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFoldersTest {
  @TempDir private Path home;

  private UserFolders folders;

  @BeforeEach
  void setFolders() {
    folders = new UserFolders(home, Map.of());
  }

  private void name(String value) throws Exception {
    Files.createDirectories(home.resolve(".config"));
    Files.writeString(
        home.resolve(".config/user-dirs.dirs"),
        "# written by xdg-user-dirs-update\nXDG_DESKTOP_DIR=\"$HOME/d\"\nXDG_DOWNLOAD_DIR=\""
            + value
            + "\"\n");
  }

  @Test
  void downloads_asTheDesktopNamesIt() throws Exception {
    Path named = Files.createDirectory(home.resolve("Geholtes $1"));
    name("$HOME/Geholtes \\$1");
    assertThat(folders.downloads()).isEqualTo(named);
    name(named.toString());
    assertThat(folders.downloads()).isEqualTo(named);
  }

  @Test
  void downloads_withoutADesktop() throws Exception {
    assertThat(folders.downloads()).isEqualTo(home);
    Path usual = Files.createDirectory(home.resolve("Downloads"));
    assertThat(folders.downloads()).isEqualTo(usual);
    name("$HOME/missing");
    assertThat(folders.downloads()).isEqualTo(usual);
    name("relative");
    assertThat(folders.downloads()).isEqualTo(usual);
  }

  @Test
  void journal_oneForEachBrowser() {
    assertThat(folders.journal(Browser.CHROMIUM))
        .isEqualTo(home.resolve(".local/state/spillway/downloads/chromium"));
    assertThat(new UserFolders(home, Map.of("XDG_STATE_HOME", "/s")).journal(Browser.FIREFOX))
        .isEqualTo(Path.of("/s/spillway/downloads/firefox"));
  }
}
