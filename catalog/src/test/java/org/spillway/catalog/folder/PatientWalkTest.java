package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.source.SourceFile;

class PatientWalkTest {
  private static final Duration SILENCE = Duration.ofMillis(300);
  private static final SourceFile FILE = new SourceFile("/a", 1, Instant.EPOCH, "1");

  private final List<String> seen = new ArrayList<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  private PatientWalk walk(PatientWalk.Walk walk) {
    return new PatientWalk(walk, file -> seen.add(file.path()), () -> ended.set(true), SILENCE);
  }

  @Test
  void run_whole() throws IOException {
    walk((visitor, progress) -> assertThat(visitor.test(FILE)).isTrue()).run();
    assertThat(seen).containsExactly("/a");
    assertThat(ended).isTrue();
  }

  @Test
  void run_failure_asItIs() {
    var walk =
        walk(
            (visitor, progress) -> {
              throw new IOException("no");
            });
    assertThatThrownBy(walk::run).isInstanceOf(IOException.class).hasMessage("no");
  }

  @Test
  void run_hangs_visitorIsNotCalledAnyMore() throws Exception {
    var answer = new CountDownLatch(1);
    var goesOn = new AtomicReference<Boolean>();
    var walk =
        walk(
            (visitor, progress) -> {
              assertThat(visitor.test(FILE)).isTrue();
              hang(answer);
              goesOn.set(visitor.test(FILE));
            });
    assertThatThrownBy(walk::run).hasMessage("content.root: the disk does not answer");
    assertThat(ended).isFalse();
    answer.countDown();
    await("the end").until(ended::get);
    assertThat(goesOn.get()).isFalse();
    assertThat(seen).containsExactly("/a");
  }

  private static void hang(CountDownLatch answer) {
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
