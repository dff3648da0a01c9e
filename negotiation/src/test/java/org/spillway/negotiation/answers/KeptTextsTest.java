package org.spillway.negotiation.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptTextsTest {
  private final AtomicLong now = new AtomicLong();
  private final KeptTexts texts = new KeptTexts(now::get);
  private final AtomicInteger made = new AtomicInteger();

  private KeptText get(Object key, int entries) throws IOException {
    return texts.get(key, () -> Optional.of(make(entries))).orElseThrow();
  }

  private KeptText make(int entries) {
    return KeptText.of("text " + made.incrementAndGet(), "", "", entries);
  }

  @Test
  void get_again_isTheSame() throws IOException {
    var text = get("key", 1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(get("key", 1000)).isSameAs(text);
    }
    assertThat(get("other", 1000)).isNotEqualTo(text);
    assertThat(made).hasValue(2);
  }

  /** The more entries, the longer it took to make it. */
  @ParameterizedTest
  @CsvSource({"1, 0, 1", "10, 4, 6", "1000, 499, 501", "1000000, 999, 1001"})
  void get_later_isMadeAnew(int entries, int stillMillis, int noMoreMillis) throws IOException {
    get("key", entries);
    now.set(Duration.ofMillis(stillMillis).toNanos());
    get("key", entries);
    assertThat(made).hasValue(1);
    now.set(Duration.ofMillis(noMoreMillis).toNanos());
    get("key", entries);
    assertThat(made).hasValue(2);
  }

  @Test
  void get_nothingOrFailure_isNotKept() throws IOException {
    assertThat(texts.get("key", Optional::empty)).isEmpty();
    assertThatThrownBy(
            () ->
                texts.get(
                    "key",
                    () -> {
                      throw new FileNotFoundException("gone");
                    }))
        .isInstanceOf(FileNotFoundException.class);
    get("key", 1);
    assertThat(made).hasValue(1);
  }

  @Test
  void get_atTheSameTime_isMadeOnce() throws Exception {
    var begun = new CountDownLatch(1);
    var others = new CountDownLatch(1);
    var threads = Executors.newCachedThreadPool();
    KeptTexts.Maker slow =
        () -> {
          begun.countDown();
          awaitLatch(others);
          return Optional.of(make(1000));
        };
    List<Future<Optional<KeptText>>> texts = new ArrayList<>();
    texts.add(threads.submit(() -> this.texts.get("key", slow)));
    begun.await();
    for (int i = 0; i < 20; i++) {
      texts.add(threads.submit(() -> this.texts.get("key", slow)));
    }
    others.countDown();
    for (var text : texts) {
      assertThat(text.get().orElseThrow().bytes().remaining()).isEqualTo(6);
    }
    threads.shutdown();
    assertThat(made).hasValue(1);
  }

  @Test
  void get_atTheSameTime_failsForAll() throws Exception {
    var begun = new CountDownLatch(1);
    var others = new CountDownLatch(1);
    var threads = Executors.newCachedThreadPool();
    KeptTexts.Maker faulty =
        () -> {
          begun.countDown();
          awaitLatch(others);
          throw new FileNotFoundException("gone");
        };
    var first = threads.submit(() -> texts.get("key", faulty));
    begun.await();
    var second = threads.submit(() -> texts.get("key", faulty));
    others.countDown();
    for (var failed : List.of(first, second)) {
      assertThatThrownBy(failed::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
    threads.shutdown();
  }

  @Test
  void get_manyKeys_takeLittleMemory() throws IOException {
    String large = "x".repeat(1024 * 1024);
    for (int i = 0; i < 100; i++) {
      texts.get(i, () -> Optional.of(KeptText.of(large, "", "", 100_000)));
    }
    int stillThere = 0;
    for (int i = 0; i < 100; i++) {
      int before = made.get();
      get(i, 0);
      stillThere += made.get() == before ? 1 : 0;
    }
    assertThat(stillThere).isBetween(1, 16);
  }

  private static void awaitLatch(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
