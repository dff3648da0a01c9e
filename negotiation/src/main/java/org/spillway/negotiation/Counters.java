package org.spillway.negotiation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.spillway.catalog.SentBytesCounter;

/** Behind the stats. Safe for use by many threads. */
final class Counters {
  private final Map<Answer.Kind, LongAdder> answers = new EnumMap<>(Answer.Kind.class);
  private final LongAdder aborted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final SentBytesCounter plain = new SentBytesCounter();
  private final SentBytesCounter webSeed = new SentBytesCounter();

  Counters() {
    for (Answer.Kind kind : Answer.Kind.values()) {
      answers.put(kind, new LongAdder());
    }
  }

  void answered(Answer.Kind kind) {
    adder(kind).increment();
  }

  void aborted() {
    aborted.increment();
  }

  void refused() {
    refused.increment();
  }

  void sent(long count) {
    bytes.add(count);
  }

  /** What counts the bytes of the file that an answer carries. */
  LongAdder ofFile(Answer answer) {
    var door = answer.kind() == Answer.Kind.WEB_SEED ? webSeed : plain;
    return door.of(answer.body().file().path());
  }

  private LongAdder adder(Answer.Kind kind) {
    return Objects.requireNonNull(answers.get(kind));
  }

  NegotiationStats stats(int transfers, boolean overloaded) {
    return new NegotiationStats(
        adder(Answer.Kind.TORRENT).sum(),
        adder(Answer.Kind.METALINK).sum(),
        adder(Answer.Kind.MAGNET).sum(),
        adder(Answer.Kind.SWARM_PAGE).sum(),
        adder(Answer.Kind.PAGE_FILE).sum(),
        adder(Answer.Kind.FILE).sum() + adder(Answer.Kind.WEB_SEED).sum(),
        adder(Answer.Kind.ELSEWHERE).sum(),
        adder(Answer.Kind.FOLDER).sum(),
        adder(Answer.Kind.NOT_MODIFIED).sum(),
        adder(Answer.Kind.ERROR).sum(),
        aborted.sum(),
        bytes.sum(),
        plain.snapshot(),
        webSeed.snapshot(),
        refused.sum(),
        transfers,
        overloaded);
  }
}
