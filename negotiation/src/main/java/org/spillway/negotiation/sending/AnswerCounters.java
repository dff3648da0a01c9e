package org.spillway.negotiation.sending;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.spillway.catalog.usage.Delivery;
import org.spillway.catalog.usage.SentBytes;
import org.spillway.catalog.usage.UsageCounter;
import org.spillway.catalog.usage.UsageMeter;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.negotiation.fields.UserAgents;

/** Counts answers and bytes for the statistics. Safe for use by many threads. */
public final class AnswerCounters {
  private final Map<Answer.Kind, LongAdder> answers = new EnumMap<>(Answer.Kind.class);
  private final LongAdder aborted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final UsageMeter usage;

  /**
   * @param usage counts the bytes of files, by file and client
   */
  public AnswerCounters(UsageMeter usage) {
    this.usage = usage;
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
  public UsageCounter ofFile(Answer answer, RequestHead request) {
    var delivery = answer.kind() == Answer.Kind.WEB_SEED ? Delivery.WEB_SEED : Delivery.HTTP;
    String client = UserAgents.family(request.field("User-Agent"));
    return usage.of(answer.body().file().path(), delivery, client);
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
    return usage.sent(Delivery.HTTP);
  }

  /** Returns the bytes of files that were asked for as a web seed. */
  public SentBytes webSeed() {
    return usage.sent(Delivery.WEB_SEED);
  }
}
