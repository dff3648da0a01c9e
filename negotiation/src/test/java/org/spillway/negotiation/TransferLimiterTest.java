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
import org.spillway.catalog.usage.UsageMeter;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Body;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.negotiation.sending.AnswerCounters;
import org.spillway.negotiation.sending.Permit;

class TransferLimiterTest {
  private static final Answer FILE = new Answer(Answer.Kind.FILE, 200, List.of(), Body.EMPTY);
  private static final FakeRequest REQUEST = FakeRequest.get("/file");

  private final AtomicLong now = new AtomicLong();
  private final AnswerCounters counters = new AnswerCounters(new UsageMeter());

  private TransferLimiter limiter(int transfers, int perClient, long rate, long ratePerClient) {
    var limits = new TransferLimits(transfers, perClient, rate, ratePerClient);
    return new TransferLimiter(limits, Pace.UNLIMITED, counters, now::get);
  }

  private static boolean isAdmitted(TransferLimiter limiter, RequestHead request) {
    var permit = limiter.admit(FILE, request);
    permit.ifPresent(Permit::close);
    return permit.isPresent();
  }

  @Test
  void admit_noLimits_everybody() {
    var limiter = limiter(0, 0, 0, 0);
    IntStream.range(0, 1000).forEach(i -> assertThat(limiter.admit(FILE, REQUEST)).isPresent());
    assertThat(limiter.transfers()).isEqualTo(1000);
    assertThat(limiter.isFull()).isFalse();
  }

  @Test
  void admit_transfers_untilOneLeaves() {
    var limiter = limiter(2, 0, 0, 0);
    var permits = new ArrayList<Permit>();
    permits.add(limiter.admit(FILE, REQUEST).orElseThrow());
    permits.add(limiter.admit(FILE, REQUEST).orElseThrow());
    assertThat(limiter.isFull()).isTrue();
    assertThat(isAdmitted(limiter, REQUEST)).isFalse();
    assertThat(counters.refusals()).isEqualTo(1);
    permits.get(0).close();
    assertThat(isAdmitted(limiter, REQUEST)).isTrue();
    assertThat(limiter.transfers()).isEqualTo(1);
  }

  @Test
  void admit_otherAnswers_areNotLimited() {
    var limiter = limiter(1, 0, 0, 0);
    var unused = limiter.admit(FILE, REQUEST).orElseThrow();
    assertThat(limiter.admit(Answer.options(), REQUEST)).isPresent();
    assertThat(limiter.transfers()).isEqualTo(1);
  }

  @Test
  void admit_perClient_othersAreNotHeldUp() {
    var limiter = limiter(0, 1, 0, 0);
    var unused = limiter.admit(FILE, REQUEST.from("192.0.2.1")).orElseThrow();
    assertThat(isAdmitted(limiter, REQUEST.from("192.0.2.1"))).isFalse();
    assertThat(isAdmitted(limiter, REQUEST.from("192.0.2.2"))).isTrue();
    assertThat(limiter.isFull()).isFalse();
    assertThat(limiter.transfers()).isEqualTo(1);
  }

  @Test
  void admit_perClient_whoIsRefusedIsInNobodysWay() {
    var limiter = limiter(2, 1, 0, 0);
    var unused = limiter.admit(FILE, REQUEST.from("192.0.2.1")).orElseThrow();
    var over = new AtomicBoolean();
    var greedy = CompletableFuture.runAsync(() -> knock(limiter, over));
    try {
      for (int i = 0; i < 100_000; i++) {
        assertThat(isAdmitted(limiter, REQUEST.from("192.0.2.2"))).isTrue();
      }
    } finally {
      over.set(true);
      greedy.join();
    }
  }

  private static void knock(TransferLimiter limiter, AtomicBoolean over) {
    while (!over.get()) {
      assertThat(isAdmitted(limiter, REQUEST.from("192.0.2.1"))).isFalse();
    }
  }

  @Test
  void admit_perClient_aNetworkOfIpv6IsOne() {
    var limiter = limiter(0, 1, 0, 0);
    var unused = limiter.admit(FILE, REQUEST.from("2001:db8:0:1::1")).orElseThrow();
    assertThat(isAdmitted(limiter, REQUEST.from("2001:db8:0:1:ffff::2"))).isFalse();
    assertThat(isAdmitted(limiter, REQUEST.from("2001:db8:0:2::1"))).isTrue();
  }

  @Test
  void admit_perClient_aLongTransferIsNotForgotten() {
    var limiter = limiter(0, 1, 0, 0);
    var permit = limiter.admit(FILE, REQUEST).orElseThrow();
    for (int minute = 0; minute < 60; minute++) {
      now.addAndGet(TimeUnit.MINUTES.toNanos(1));
      permit.sent(1);
    }
    assertThat(isAdmitted(limiter, REQUEST)).isFalse();
    permit.close();
    assertThat(isAdmitted(limiter, REQUEST)).isTrue();
  }

  @Test
  void admit_rate_overIt() {
    var limiter = limiter(0, 0, 1000, 0);
    try (var permit = limiter.admit(FILE, REQUEST).orElseThrow()) {
      assertThat(permit.delay(1001)).isEqualTo(901_000_000);
    }
    assertThat(isAdmitted(limiter, REQUEST)).isFalse();
    assertThat(limiter.isFull()).isTrue();
    now.addAndGet(1_000_000);
    assertThat(isAdmitted(limiter, REQUEST)).isTrue();
    assertThat(limiter.isFull()).isFalse();
  }

  @Test
  void admit_ratePerClient_overIt() {
    var limiter = limiter(0, 0, 0, 1000);
    try (var permit = limiter.admit(FILE, REQUEST.from("192.0.2.1")).orElseThrow()) {
      assertThat(permit.delay(1_000_000)).isPositive();
    }
    assertThat(isAdmitted(limiter, REQUEST.from("192.0.2.1"))).isFalse();
    assertThat(isAdmitted(limiter, REQUEST.from("192.0.2.2"))).isTrue();
  }

  @Test
  void sent_isCounted() {
    var permit = limiter(0, 0, 0, 0).admit(FILE, REQUEST).orElseThrow();
    permit.sent(1_000_000);
    assertThat(counters.bytes()).isEqualTo(1_000_000);
  }

  @Test
  void delay_noRate_never() {
    var permit = limiter(1, 1, 0, 0).admit(FILE, REQUEST).orElseThrow();
    assertThat(permit.isPaced()).isFalse();
    assertThat(permit.delay(Integer.MAX_VALUE)).isZero();
    assertThat(permit.portion()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void delay_clientsShareTheRate_eachWithinItsOwn() {
    var limiter = limiter(0, 0, 1000, 400);
    var one = limiter.admit(FILE, REQUEST.from("192.0.2.1")).orElseThrow();
    var other = limiter.admit(FILE, REQUEST.from("192.0.2.2")).orElseThrow();
    assertThat(one.delay(240)).isEqualTo(500_000_000);
    assertThat(other.delay(40)).isZero();
    // Of a burst of 100 bytes that all share, 40 are gone, and none to the client that waits.
    var third = limiter.admit(FILE, REQUEST.from("192.0.2.3")).orElseThrow();
    assertThat(third.delay(40)).isZero();
    var fourth = limiter.admit(FILE, REQUEST.from("192.0.2.4")).orElseThrow();
    assertThat(fourth.delay(40)).isEqualTo(20_000_000);
  }

  @Test
  void delay_sharedPace_holdsForFilesOnly() {
    var pace = new TokenBucket(1000, now::get);
    var limiter = new TransferLimiter(TransferLimits.NONE, pace, counters, now::get);
    var file = limiter.admit(FILE, REQUEST).orElseThrow();
    assertThat(file.isPaced()).isTrue();
    assertThat(file.delay(1100)).isEqualTo(1_000_000_000);
    assertThat(limiter.admit(Answer.options(), REQUEST).orElseThrow().delay(1100)).isZero();
    assertThat(limiter.isFull()).as("it is no limit of the transfers'").isFalse();
  }
}
