package org.spillway.swarm.dht;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.spillway.swarm.Host;

/** Limits how many queries are answered, to one host and to all. */
final class QueryLimits {
  /** The most hosts that are remembered; those that have been quiet for longest are forgotten. */
  static final int MOST_HOSTS = 4096;

  /** The seconds of the rate that a host may use at once. */
  static final int BURST_SECONDS = 5;

  private final DhtSettings settings;
  private final LongSupplier nanoTime;
  private final Allowance all;
  private final Map<Host, Allowance> hosts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Host, Allowance> eldest) {
          return size() > MOST_HOSTS;
        }
      };

  /** The number of queries that may be answered now, which grows with the time. */
  private static final class Allowance {
    private final int rate;
    private final int most;
    private double left;
    private long at;

    Allowance(int rate, int most, long now) {
      this.rate = rate;
      this.most = most;
      this.left = most;
      this.at = now;
    }

    boolean has(long now) {
      left = Math.min(most, left + (double) (now - at) * rate / TimeUnit.SECONDS.toNanos(1));
      at = now;
      return left >= 1;
    }
  }

  QueryLimits(DhtSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.all = new Allowance(settings.queries(), settings.queries(), nanoTime.getAsLong());
  }

  /** Returns whether a query is answered, and counts it if so. */
  boolean admits(InetAddress address) {
    long now = nanoTime.getAsLong();
    if (!all.has(now)) {
      return false;
    }
    int rate = settings.queriesPerHost();
    var host =
        hosts.computeIfAbsent(
            Host.of(address), unknown -> new Allowance(rate, rate * BURST_SECONDS, now));
    if (!host.has(now)) {
      return false;
    }
    host.left--;
    all.left--;
    return true;
  }

  /** Returns how many hosts are remembered. */
  int size() {
    return hosts.size();
  }
}
