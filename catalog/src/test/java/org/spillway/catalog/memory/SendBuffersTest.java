package org.spillway.catalog.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SendBuffersTest {
  private static final int KIB = 1024;
  private static final int BUDGET = 4 * 1024 * KIB;

  private final AtomicLong now = new AtomicLong();
  private final SendBuffers buffers = new SendBuffers(BUDGET, now::get);
  private final List<SendBuffer> ended = new ArrayList<>();

  private SendBuffer lend(int kib, Object client) {
    var buffer = buffers.borrow(kib * KIB, client).orElseThrow();
    buffer.whenNeeded(() -> 0, () -> ended.add(buffer));
    return buffer;
  }

  /** Lets as many clients as possible borrow all there is, each the same. */
  private List<SendBuffer> lendAll(int kib) {
    List<SendBuffer> all = new ArrayList<>();
    for (int i = 0; i < BUDGET / KIB / kib; i++) {
      all.add(lend(kib, "client " + i));
    }
    return all;
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void borrow_lengthAsAsked_directAndWritable() {
    var bytes = lend(17, "a").bytes();
    assertThat(bytes.isDirect()).isTrue();
    assertThat(bytes.capacity()).isEqualTo(17 * KIB);
    assertThat(bytes.isReadOnly()).isFalse();
  }

  @Test
  void borrow_tooLong_mistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> buffers.borrow(SendBuffers.LARGEST + 1, "a"))
        .withMessage("length must be 532480 or less, was 532481");
  }

  @Test
  void borrow_allLent_nothingUntilOneIsClosed() {
    var all = lendAll(512);
    assertThat(buffers.borrow(512 * KIB, "late")).isEmpty();
    all.get(3).close();
    assertThat(buffers.borrow(512 * KIB, "late")).isPresent();
    assertThat(buffers.borrow(KIB, "late")).isEmpty();
  }

  @Test
  void borrow_oneClient_atMostHalf() {
    for (int i = 0; i < 4; i++) {
      lend(512, "greedy");
    }
    assertThat(buffers.borrow(KIB, "greedy")).isEmpty();
    assertThat(buffers.borrow(512 * KIB, "other")).isPresent();
    assertThat(ended).isEmpty();
  }

  @Test
  void borrow_manyGreedyClients_modestOnesFindRoom() {
    for (int i = 0; i < 200; i++) {
      buffers.borrow(128 * KIB, "greedy " + i % 3);
    }
    assertThat(buffers.lent()).isEqualTo(BUDGET / 4 * 3);
    for (int i = 0; i < 3; i++) {
      lend(128, "modest");
    }
    assertThat(buffers.borrow(256 * KIB, "modest")).isEmpty();
    assertThat(buffers.borrow(KIB, "greedy 1")).isEmpty();
  }

  @Test
  void await_whoHasLeastComesFirst() {
    for (int i = 0; i < 3; i++) {
      lend(512, "greedy");
    }
    var last = lend(512, "some");
    Deque<String> woken = new ArrayDeque<>();
    for (String waiter : List.of("greedy", "some", "late")) {
      buffers.await(waiter, () -> woken.add(waiter));
    }
    last.close();
    assertThat(woken).containsExactly("some");
    buffers.review();
    assertThat(woken).containsExactly("some", "late");
  }

  @Test
  void borrow_buffersDoNotOverlap_anyOrder() {
    long seed = 20261130;
    var random = new Random(seed);
    Map<SendBuffer, Byte> marks = new LinkedHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      byte mark = (byte) i;
      int length = 1 + random.nextInt(SendBuffers.LARGEST);
      buffers.borrow(length, i).ifPresent(buffer -> marks.put(fill(buffer, mark), mark));
      if (random.nextInt(3) > 0 && !marks.isEmpty()) {
        var oldest = marks.entrySet().iterator().next();
        assertThat(isFilled(oldest.getKey(), oldest.getValue())).as("seed %d", seed).isTrue();
        marks.remove(oldest.getKey());
        oldest.getKey().close();
      }
    }
    marks.forEach((buffer, mark) -> assertThat(isFilled(buffer, mark)).isTrue());
    marks.keySet().forEach(SendBuffer::close);
    assertThat(buffers.lent()).isZero();
  }

  private static SendBuffer fill(SendBuffer buffer, byte mark) {
    for (int i = 0; i < buffer.bytes().capacity(); i += 1000) {
      buffer.bytes().put(i, mark);
    }
    return buffer;
  }

  private static boolean isFilled(SendBuffer buffer, byte mark) {
    for (int i = 0; i < buffer.bytes().capacity(); i += 1000) {
      if (buffer.bytes().get(i) != mark) {
        return false;
      }
    }
    return true;
  }

  @Test
  void borrow_memoryShort_stalledOfTheGreediestEnd() {
    lend(16, "modest");
    for (int i = 0; i < 16; i++) {
      lend(128, "much");
    }
    for (int i = 0; i < 15; i++) {
      lend(128, "some " + i);
    }
    pass(SendBuffers.STALLED);
    assertThat(buffers.borrow(128 * KIB, "late")).isEmpty();
    assertThat(ended).hasSize(4);
    assertThat(ended).extracting(SendBuffer::client).containsOnly("much");
  }

  @Test
  void borrow_notStalledYet_nobodyEnds() {
    lendAll(128);
    pass(SendBuffers.STALLED.minusMillis(1));
    assertThat(buffers.borrow(128 * KIB, "late")).isEmpty();
    assertThat(ended).isEmpty();
  }

  @Test
  void borrow_clientsTookBytes_nobodyEnds() {
    var taken = new AtomicInteger();
    var all = lendAll(128);
    all.forEach(buffer -> buffer.whenNeeded(taken::get, () -> ended.add(buffer)));
    for (int i = 0; i < 20; i++) {
      pass(SendBuffers.STALLED.minusMillis(1));
      taken.incrementAndGet();
      assertThat(buffers.borrow(128 * KIB, "late")).isEmpty();
    }
    assertThat(ended).isEmpty();
  }

  @Test
  void borrow_transfersAreBusy_nobodyEndsUntilClientsCouldTake() {
    var all = lendAll(512);
    all.forEach(SendBuffer::busy);
    pass(SendBuffers.LONG_STALLED);
    assertThat(buffers.borrow(KIB, "late")).isEmpty();
    assertThat(ended).isEmpty();
    all.forEach(buffer -> buffer.whenNeeded(() -> 0, () -> ended.add(buffer)));
    pass(SendBuffers.STALLED.minusMillis(1));
    assertThat(buffers.borrow(KIB, "late")).isEmpty();
    assertThat(ended).isEmpty();
    pass(SendBuffers.STALLED);
    assertThat(buffers.borrow(KIB, "late")).isEmpty();
    assertThat(ended).isNotEmpty();
  }

  @Test
  void borrow_everyClientHasLittle_morePatience() {
    lendAll(32);
    // Others that have less make the share of each of these more than fair.
    assertThat(ended).isEmpty();
    pass(SendBuffers.LONG_STALLED);
    assertThat(buffers.borrow(32 * KIB, "late")).isEmpty();
    assertThat(ended).hasSize(16);
  }

  @Test
  void borrow_toldToEndOnce() {
    lendAll(512);
    pass(SendBuffers.LONG_STALLED);
    for (int i = 0; i < 20; i++) {
      assertThat(buffers.borrow(KIB, "late")).isEmpty();
      pass(SendBuffers.LONG_STALLED);
    }
    assertThat(ended).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void await_memoryGivenBack_clientsTakeTurns() {
    var all = lendAll(512);
    Deque<String> woken = new ArrayDeque<>();
    for (String waiter : List.of("a1", "a2", "a3", "b1", "c1")) {
      buffers.await(waiter.charAt(0), () -> woken.add(waiter));
    }
    all.forEach(SendBuffer::close);
    assertThat(woken).containsExactly("a1", "b1", "c1", "a2", "a3");
  }

  @Test
  void await_oneGetsSome_nextMayTry() {
    var all = lendAll(512);
    List<SendBuffer> got = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String client = "waiting " + i;
      buffers.await(client, () -> buffers.borrow(16 * KIB, client).ifPresent(got::add));
    }
    all.get(0).close();
    assertThat(got).hasSize(3);
  }

  @Test
  void review_somebodyWaits_stalledEnd() {
    lendAll(512);
    pass(SendBuffers.STALLED);
    buffers.review();
    assertThat(ended).isEmpty();
    buffers.await("late", () -> {});
    buffers.review();
    assertThat(ended).isNotEmpty();
  }

  @Test
  void close_twice_countsOnce() {
    var buffer = lend(64, "a");
    buffer.close();
    buffer.close();
    assertThat(buffers.lent()).isZero();
  }
}
