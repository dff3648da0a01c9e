package org.spillway.catalog.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spillway.catalog.source.SourceFile;

@Timeout(60)
class ConfirmerQueueTest {
  private final ConfirmerQueue queue = new ConfirmerQueue(System::nanoTime);

  private static SourceFile file(String path, String version) {
    return new SourceFile(path, 1, Instant.EPOCH, version);
  }

  @Test
  void take_whatIsAskedForFirst() throws Exception {
    queue.add(file("/a", "1"), false);
    queue.add(file("/b", "1"), false);
    queue.add(file("/c", "1"), true);
    queue.add(file("/b", "1"), true);
    assertThat(queue.take()).contains(new ConfirmerQueue.Task("/c", true));
    assertThat(queue.take()).contains(new ConfirmerQueue.Task("/b", true));
    assertThat(queue.take()).contains(new ConfirmerQueue.Task("/a", false));
    queue.close();
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void add_eachVersionOnce() throws Exception {
    queue.add(file("/a", "1"), false);
    queue.take();
    queue.add(file("/a", "1"), false);
    queue.add(file("/a", "1"), true);
    assertThat(queue.take()).contains(new ConfirmerQueue.Task("/a", true));
    queue.add(file("/a", "1"), true);
    queue.add(file("/a", "1"), false);
    queue.add(file("/a", "2"), false);
    assertThat(queue.take()).contains(new ConfirmerQueue.Task("/a", false));
    queue.forget("/a");
    queue.add(file("/a", "2"), false);
    assertThat(queue.take()).contains(new ConfirmerQueue.Task("/a", false));
  }

  @Test
  void spend_noFasterThanAllowed() throws Exception {
    long start = System.nanoTime();
    queue.spend(64L * 1024 * 1024);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
    start = System.nanoTime();
    queue.spend(8L * 1024 * 1024);
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(200));
  }

  @Test
  void close_endsTheWaiting() throws Exception {
    queue.close();
    queue.spend(Long.MAX_VALUE / 2);
    assertThat(queue.take()).isEmpty();
  }
}
