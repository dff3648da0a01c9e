package org.spillway.webapp.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelperLauncherTest {
  /** The names of jars change with the next version; the script must survive it. */
  @Test
  void classPath_jarsOfOneFolder() {
    assertThat(HelperLauncher.classPath("/app/a.jar:/app/b-1.jar")).isEqualTo("/app/*");
    assertThat(HelperLauncher.classPath("/app/a.jar:/lib/b.jar:"))
        .isEqualTo("/app/a.jar:/lib/b.jar");
    assertThat(HelperLauncher.classPath("/app/classes")).isEqualTo("/app/classes");
  }

  @Test
  void main_isOurs() {
    assertThat(HelperLauncher.MAIN).isEqualTo(Main.class.getName());
  }
}
