package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FirstWalkTest {
  private final AtomicInteger settled = new AtomicInteger();
  private final FirstWalk walk = new FirstWalk(settled::incrementAndGet);
  private final CompletableFuture<OfferedTorrent> one = new CompletableFuture<>();
  private final CompletableFuture<OfferedTorrent> other = new CompletableFuture<>();

  @Test
  void settled_nothingFound() {
    walk.ended();
    assertThat(settled).hasValue(1);
  }

  @Test
  void settled_afterTheLastOne() {
    walk.found(one);
    one.completeExceptionally(new IOException("gone"));
    walk.found(other);
    walk.ended();
    assertThat(settled).hasValue(0);
    other.completeExceptionally(new IOException("gone, too"));
    assertThat(settled).hasValue(1);
  }

  @Test
  void settled_once() {
    walk.ended();
    walk.found(one);
    walk.ended();
    one.completeExceptionally(new IOException("gone"));
    assertThat(settled).hasValue(1);
  }
}
