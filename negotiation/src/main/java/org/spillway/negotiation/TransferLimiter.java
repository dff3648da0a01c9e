package org.spillway.negotiation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.spillway.catalog.usage.UsageCounter;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.ClientNetwork;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.negotiation.sending.AnswerCounters;
import org.spillway.negotiation.sending.Permit;

/** Admits answers with files as long as the limits allow. Safe for use by many threads. */
final class TransferLimiter {
  /** The time after which a client is forgotten; no transfer goes without a byte for so long. */
  private static final Duration FORGET = Duration.ofMinutes(10);

  private static final int CLIENTS = 100_000;

  private final TransferLimits limits;
  private final AnswerCounters counters;
  private final Ticker ticker;
  private final Quota all;

  /** The quota of every client, if clients have no limits of their own. */
  private final Quota unlimited;

  private final Cache<String, Quota> clients;

  /**
   * @param pace the rate that files share with everything else that the application sends
   * @param ticker the clock by which the rates are measured, and clients are forgotten
   */
  TransferLimiter(TransferLimits limits, Pace pace, AnswerCounters counters, Ticker ticker) {
    this.limits = limits;
    this.counters = counters;
    this.ticker = ticker;
    var shared = pace == Pace.UNLIMITED ? List.<Pace>of() : List.of(pace);
    this.all = new Quota(limits.transfers(), limits.rate(), shared);
    this.unlimited = new Quota(0, 0, all.paces);
    this.clients =
        Caffeine.newBuilder().maximumSize(CLIENTS).expireAfterAccess(FORGET).ticker(ticker).build();
  }

  /** Limits what is sent to one client, or to all of them. */
  private final class Quota {
    private final int limit;
    private final AtomicInteger transfers = new AtomicInteger();
    private final Optional<TokenBucket> bucket;

    /** The quota's own rate, if it has one, and those that hold for others as well. */
    private final List<Pace> paces;

    Quota(int limit, long rate, List<Pace> shared) {
      this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
      this.bucket = rate == 0 ? Optional.empty() : Optional.of(new TokenBucket(rate, ticker::read));
      this.paces = Stream.concat(bucket.stream(), shared.stream()).toList();
    }

    boolean isFull() {
      return transfers.get() >= limit || isOver();
    }

    private boolean isOver() {
      return bucket.isPresent() && bucket.get().isOver();
    }

    /** Takes part of the quota. A refused transfer takes nothing of it, not even for a moment. */
    boolean acquire() {
      return !isOver() && transfers.getAndUpdate(now -> Math.min(now + 1, limit)) < limit;
    }

    void release() {
      transfers.decrementAndGet();
    }
  }

  private record Unlimited(AnswerCounters counters) implements Permit {
    @Override
    public void sent(long bytes) {
      counters.sent(bytes);
    }

    @Override
    public void close() {}
  }

  private final class Limited implements Permit {
    private final UsageCounter file;
    private final String address;
    private final Quota client;
    private final PacedTransfer pacing;

    /**
     * @param file counts its bytes
     */
    Limited(UsageCounter file, String address, Quota client) {
      this.file = file;
      this.address = address;
      this.client = client;
      this.pacing = new PacedTransfer(client.paces, ticker::read);
    }

    @Override
    public long delay(int bytes) {
      return pacing.delay(bytes);
    }

    @Override
    public void count(int bytes) {
      pacing.count(bytes);
    }

    @Override
    public int portion() {
      return pacing.portion();
    }

    @Override
    public boolean isPaced() {
      return pacing.isPaced();
    }

    @Override
    public void sent(long bytes) {
      counters.sent(bytes);
      file.sent(bytes);
      remember();
    }

    /**
     * Puts the quota back if it expired during a long download, so that the client does not get a
     * second one.
     */
    private void remember() {
      if (client != unlimited) {
        var unused = clients.asMap().putIfAbsent(address, client);
      }
    }

    @Override
    public void close() {
      client.release();
      all.release();
    }
  }

  /** Returns a permit, or nothing if the answer carries a file and the limits are reached. */
  Optional<Permit> admit(Answer answer, RequestHead request) {
    if (!answer.isFile()) {
      return Optional.of(new Unlimited(counters));
    }
    String address = limits.perClient() ? ClientNetwork.of(request.client()) : "";
    var client = limits.perClient() ? quotaOf(address) : unlimited;
    // First its own: what it may not have must not be in the way of others.
    if (client.acquire()) {
      if (all.acquire()) {
        return Optional.of(new Limited(counters.ofFile(answer, request), address, client));
      }
      client.release();
    }
    counters.refused();
    return Optional.empty();
  }

  private Quota quotaOf(String address) {
    return clients.get(
        address, key -> new Quota(limits.transfersPerClient(), limits.ratePerClient(), all.paces));
  }

  /** Returns the number of files and parts of files that are being sent. */
  int transfers() {
    return all.transfers.get();
  }

  boolean isFull() {
    return all.isFull();
  }
}
