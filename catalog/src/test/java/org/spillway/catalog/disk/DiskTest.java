package org.spillway.catalog.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiskTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final Disk local = new Disk(new Mount(Path.of("/"), "ext4"), threads, System::nanoTime);
  private final Disk far =
      new Disk(new Mount(Path.of("/far"), "fuse.sshfs"), threads, System::nanoTime);

  @AfterEach
  void end() {
    answer.countDown();
    threads.shutdown();
  }

  private String hang() throws IOException {
    try {
      answer.await();
      return "late";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Thread here() {
    return Thread.currentThread();
  }

  @Test
  void ask_local_byTheCaller() throws IOException {
    assertThat(local.mayBeAskedDirectly()).isTrue();
    assertThat(local.ask(DiskTest::here, LONG)).isSameAs(here());
  }

  @Test
  void ask_far_byAnother() throws IOException {
    assertThat(far.mayBeAskedDirectly()).isFalse();
    assertThat(far.ask(DiskTest::here, LONG)).isNotSameAs(here());
  }

  @Test
  void ask_failure_asItIs() {
    Disk.Call<String> failing =
        () -> {
          throw new IOException("no");
        };
    assertThatThrownBy(() -> far.ask(failing, LONG)).hasMessage("no");
    assertThatThrownBy(() -> local.ask(failing, LONG)).hasMessage("no");
  }

  @Test
  void ask_hangs_givenUpAndRemembered() {
    assertThatThrownBy(() -> far.ask(this::hang, SHORT))
        .isInstanceOf(DiskSilentException.class)
        .hasMessage("the disk at /far does not answer");
    assertThat(far.isHanging()).isTrue();
    assertThat(far.isSilent()).isFalse();
  }

  @Test
  void ask_manyHang_noFurtherOneIsTried() {
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> far.ask(this::hang, SHORT)).isInstanceOf(DiskSilentException.class);
    }
    assertThat(far.isSilent()).isTrue();
    assertThatThrownBy(() -> far.ask(() -> "", LONG)).isInstanceOf(DiskSilentException.class);
  }

  @Test
  void ask_answersAgain_asIfNothingHadBeen() throws IOException {
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> far.ask(this::hang, SHORT)).isInstanceOf(DiskSilentException.class);
    }
    answer.countDown();
    await("the calls that hung").until(() -> !far.isHanging());
    assertThat(far.ask(() -> "here", LONG)).isEqualTo("here");
  }

  @Test
  void ask_localThatHangs_byAnotherFromThenOn() {
    threads.execute(
        () -> {
          try {
            local.ask(this::hang, LONG);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    await("suspicion").until(() -> !local.mayBeAskedDirectly());
    assertThatThrownBy(() -> local.ask(this::hang, SHORT)).isInstanceOf(DiskSilentException.class);
    answer.countDown();
    await("trust").until(local::mayBeAskedDirectly);
  }
}
