package org.spillway.webapp.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.webapp.admin.AdminLogin.Verdict;

class AdminLoginTest {
  private static final String RIGHT = basic("admin:ö pass:word");

  @TempDir private Path folder;
  private final AtomicLong now = new AtomicLong();
  private AdminLogin login;

  @BeforeEach
  void readPassword() throws IOException {
    Path file = folder.resolve("password");
    Files.writeString(file, "ö pass:word\nnot this\n");
    login = AdminLogin.of(file, now::get);
  }

  private static String basic(String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void check_rightPassword() {
    assertThat(login.check("192.0.2.1", RIGHT)).isEqualTo(Verdict.ADMITTED);
    assertThat(login.check("192.0.2.1", RIGHT.replace("Basic", "bAsIc")))
        .isEqualTo(Verdict.ADMITTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!", "Bearer abc", "Basic YWRtaW46"})
  void check_wrongLogin(String authorization) {
    assertThat(login.check("192.0.2.1", authorization)).isEqualTo(Verdict.UNKNOWN);
    assertThat(login.check("192.0.2.1", basic("root:ö pass:word"))).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void check_noLogin_isNoFailure() {
    for (int i = 0; i < 100; i++) {
      assertThat(login.check("192.0.2.1", null)).isEqualTo(Verdict.UNKNOWN);
    }
    assertThat(login.check("192.0.2.1", RIGHT)).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void check_manyFailures_lockTheAddressForAMinute() {
    for (int i = 0; i < AdminLogin.MOST_FAILURES; i++) {
      assertThat(login.check("192.0.2.1", basic("admin:" + i))).isEqualTo(Verdict.UNKNOWN);
    }
    assertThat(login.check("192.0.2.1", RIGHT)).isEqualTo(Verdict.LOCKED);
    assertThat(login.check("192.0.2.2", RIGHT)).isEqualTo(Verdict.ADMITTED);
    now.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(login.check("192.0.2.1", RIGHT)).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void of_emptyPassword() throws IOException {
    Path file = Files.writeString(folder.resolve("empty"), "\nsecond\n");
    assertThatThrownBy(() -> AdminLogin.of(file, now::get))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": the first line must be the password, was empty");
  }
}
