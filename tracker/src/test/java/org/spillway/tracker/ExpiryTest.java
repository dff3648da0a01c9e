package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExpiryTest {

  @Test
  void expiry_againAndAgain() throws InterruptedException {
    var twice = new CountDownLatch(2);
    var expiry = Expiry.start(twice::countDown, Duration.ofMillis(1));
    assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    expiry.close();
    expiry.close();
  }

  @Test
  void expiry_goesOnAfterAFailure() throws InterruptedException {
    var twice = new CountDownLatch(2);
    Runnable failing =
        () -> {
          twice.countDown();
          throw new IllegalStateException("for the test");
        };
    var expiry = Expiry.start(failing, Duration.ofMillis(1));
    assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    expiry.close();
  }

  @Test
  void close_doesNotWaitForThePause() {
    Expiry.start(() -> {}, Duration.ofHours(1)).close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("tracker-expiry"));
  }
}
