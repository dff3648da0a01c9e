package org.spillway.negotiation.sending;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.spillway.catalog.SentBytes;
import org.spillway.catalog.SentBytesCounter;
import org.spillway.negotiation.answers.Answer;

/** Counts answers and bytes for the statistics. Safe for use by many threads. */
public final class AnswerCounters {
  private final Map<Answer.Kind, LongAdder> answers = new EnumMap<>(Answer.Kind.class);
  private final LongAdder aborted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final SentBytesCounter plain = new SentBytesCounter();
  private final SentBytesCounter webSeed = new SentBytesCounter();

  public AnswerCounters() {
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

  public void refused() {
    refused.increment();
  }

  public void sent(long count) {
    bytes.add(count);
  }

  /** Returns the counter for the bytes of the file that an answer carries. */
  public LongAdder ofFile(Answer answer) {
    var door = answer.kind() == Answer.Kind.WEB_SEED ? webSeed : plain;
    return door.of(answer.body().file().path());
  }

  /** Returns how many answers of a kind have begun. */
  public long answers(Answer.Kind kind) {
    return adder(kind).sum();
  }

  private LongAdder adder(Answer.Kind kind) {
    return Objects.requireNonNull(answers.get(kind));
  }

  /** Returns how many answers were cut off. */
  public long cutOff() {
    return aborted.sum();
  }

  /** Returns how many files were not sent because of the limits. */
  public long refusals() {
    return refused.sum();
  }

  /** Returns how many bytes of content were sent. */
  public long bytes() {
    return bytes.sum();
  }

  /** Returns the bytes of files that were asked for by their own URLs. */
  public SentBytes plain() {
    return plain.snapshot();
  }

  /** Returns the bytes of files that were asked for as a web seed. */
  public SentBytes webSeed() {
    return webSeed.snapshot();
  }
}
