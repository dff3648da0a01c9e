package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Body;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.negotiation.sending.Counters;
import org.spillway.negotiation.sending.Permit;

class GateTest {
  private static final Answer FILE = new Answer(Answer.Kind.FILE, 200, List.of(), Body.EMPTY);
  private static final FakeRequest REQUEST = FakeRequest.get("/file");

  private final AtomicLong now = new AtomicLong();
  private final Counters counters = new Counters();

  private Gate gate(int transfers, int perClient, long rate, long ratePerClient) {
    var limits = new TransferLimits(transfers, perClient, rate, ratePerClient);
    return new Gate(limits, Pace.UNLIMITED, counters, now::get);
  }

  private static boolean isLetIn(Gate gate, RequestHead request) {
    var permit = gate.enter(FILE, request);
    permit.ifPresent(Permit::close);
    return permit.isPresent();
  }

  @Test
  void enter_noLimits_everybody() {
    var gate = gate(0, 0, 0, 0);
    IntStream.range(0, 1000).forEach(i -> assertThat(gate.enter(FILE, REQUEST)).isPresent());
    assertThat(gate.transfers()).isEqualTo(1000);
    assertThat(gate.isFull()).isFalse();
  }

  @Test
  void enter_transfers_untilOneLeaves() {
    var gate = gate(2, 0, 0, 0);
    var permits = new ArrayList<Permit>();
    permits.add(gate.enter(FILE, REQUEST).orElseThrow());
    permits.add(gate.enter(FILE, REQUEST).orElseThrow());
    assertThat(gate.isFull()).isTrue();
    assertThat(isLetIn(gate, REQUEST)).isFalse();
    assertThat(counters.refusals()).isEqualTo(1);
    permits.get(0).close();
    assertThat(isLetIn(gate, REQUEST)).isTrue();
    assertThat(gate.transfers()).isEqualTo(1);
  }

  @Test
  void enter_otherAnswers_areNotLimited() {
    var gate = gate(1, 0, 0, 0);
    var unused = gate.enter(FILE, REQUEST).orElseThrow();
    assertThat(gate.enter(Answer.options(), REQUEST)).isPresent();
    assertThat(gate.transfers()).isEqualTo(1);
  }

  @Test
  void enter_perClient_othersAreNotHeldUp() {
    var gate = gate(0, 1, 0, 0);
    var unused = gate.enter(FILE, REQUEST.from("192.0.2.1")).orElseThrow();
    assertThat(isLetIn(gate, REQUEST.from("192.0.2.1"))).isFalse();
    assertThat(isLetIn(gate, REQUEST.from("192.0.2.2"))).isTrue();
    assertThat(gate.isFull()).isFalse();
    assertThat(gate.transfers()).isEqualTo(1);
  }

  @Test
  void enter_perClient_whoIsRefusedIsInNobodysWay() {
    var gate = gate(2, 1, 0, 0);
    var unused = gate.enter(FILE, REQUEST.from("192.0.2.1")).orElseThrow();
    var over = new AtomicBoolean();
    var greedy = CompletableFuture.runAsync(() -> knock(gate, over));
    try {
      for (int i = 0; i < 100_000; i++) {
        assertThat(isLetIn(gate, REQUEST.from("192.0.2.2"))).isTrue();
      }
    } finally {
      over.set(true);
      greedy.join();
    }
  }

  private static void knock(Gate gate, AtomicBoolean over) {
    while (!over.get()) {
      assertThat(isLetIn(gate, REQUEST.from("192.0.2.1"))).isFalse();
    }
  }

  @Test
  void enter_perClient_aNetworkOfIpv6IsOne() {
    var gate = gate(0, 1, 0, 0);
    var unused = gate.enter(FILE, REQUEST.from("2001:db8:0:1::1")).orElseThrow();
    assertThat(isLetIn(gate, REQUEST.from("2001:db8:0:1:ffff::2"))).isFalse();
    assertThat(isLetIn(gate, REQUEST.from("2001:db8:0:2::1"))).isTrue();
  }

  @Test
  void enter_perClient_aLongTransferIsNotForgotten() {
    var gate = gate(0, 1, 0, 0);
    var permit = gate.enter(FILE, REQUEST).orElseThrow();
    for (int minute = 0; minute < 60; minute++) {
      now.addAndGet(TimeUnit.MINUTES.toNanos(1));
      permit.sent(1);
    }
    assertThat(isLetIn(gate, REQUEST)).isFalse();
    permit.close();
    assertThat(isLetIn(gate, REQUEST)).isTrue();
  }

  @Test
  void enter_rate_overIt() {
    var gate = gate(0, 0, 1000, 0);
    try (var permit = gate.enter(FILE, REQUEST).orElseThrow()) {
      assertThat(permit.delay(1001)).isEqualTo(901_000_000);
    }
    assertThat(isLetIn(gate, REQUEST)).isFalse();
    assertThat(gate.isFull()).isTrue();
    now.addAndGet(1_000_000);
    assertThat(isLetIn(gate, REQUEST)).isTrue();
    assertThat(gate.isFull()).isFalse();
  }

  @Test
  void enter_ratePerClient_overIt() {
    var gate = gate(0, 0, 0, 1000);
    try (var permit = gate.enter(FILE, REQUEST.from("192.0.2.1")).orElseThrow()) {
      assertThat(permit.delay(1_000_000)).isPositive();
    }
    assertThat(isLetIn(gate, REQUEST.from("192.0.2.1"))).isFalse();
    assertThat(isLetIn(gate, REQUEST.from("192.0.2.2"))).isTrue();
  }

  @Test
  void sent_isCounted() {
    var permit = gate(0, 0, 0, 0).enter(FILE, REQUEST).orElseThrow();
    permit.sent(1_000_000);
    assertThat(counters.bytes()).isEqualTo(1_000_000);
  }

  @Test
  void delay_noRate_never() {
    var permit = gate(1, 1, 0, 0).enter(FILE, REQUEST).orElseThrow();
    assertThat(permit.isPaced()).isFalse();
    assertThat(permit.delay(Integer.MAX_VALUE)).isZero();
    assertThat(permit.portion()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void delay_clientsShareTheRate_eachWithinItsOwn() {
    var gate = gate(0, 0, 1000, 400);
    var one = gate.enter(FILE, REQUEST.from("192.0.2.1")).orElseThrow();
    var other = gate.enter(FILE, REQUEST.from("192.0.2.2")).orElseThrow();
    assertThat(one.delay(240)).isEqualTo(500_000_000);
    assertThat(other.delay(40)).isZero();
    // Of a burst of 100 bytes that all share, 40 are gone, and none to the client that waits.
    var third = gate.enter(FILE, REQUEST.from("192.0.2.3")).orElseThrow();
    assertThat(third.delay(40)).isZero();
    var fourth = gate.enter(FILE, REQUEST.from("192.0.2.4")).orElseThrow();
    assertThat(fourth.delay(40)).isEqualTo(20_000_000);
  }

  @Test
  void delay_sharedPace_holdsForFilesOnly() {
    var pace = new TokenBucket(1000, now::get);
    var gate = new Gate(TransferLimits.NONE, pace, counters, now::get);
    var file = gate.enter(FILE, REQUEST).orElseThrow();
    assertThat(file.isPaced()).isTrue();
    assertThat(file.delay(1100)).isEqualTo(1_000_000_000);
    assertThat(gate.enter(Answer.options(), REQUEST).orElseThrow().delay(1100)).isZero();
    assertThat(gate.isFull()).as("it is no limit of the transfers'").isFalse();
  }
}
