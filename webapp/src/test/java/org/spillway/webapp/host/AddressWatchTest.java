package org.spillway.webapp.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressWatchTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger looks = new AtomicInteger();
  private String address = "192.0.2.2";
  private final AddressWatch watch = new AddressWatch(this::look, nanos::get);

  private LocalAddresses look() {
    looks.incrementAndGet();
    return Addresses.of(address);
  }

  @Test
  void get_looksAgainAfterThePeriod() {
    address = "192.0.2.3";
    nanos.addAndGet(AddressWatch.PERIOD.toNanos() - 1);
    assertThat(watch.get()).isEqualTo(Addresses.of("192.0.2.2"));
    nanos.addAndGet(1);
    assertThat(watch.get()).isEqualTo(Addresses.of("192.0.2.3"));
    assertThat(watch.get()).isEqualTo(Addresses.of("192.0.2.3"));
    assertThat(looks).hasValue(2);
  }

  @Test
  void get_nothingChanged_isTheSameObject() {
    var before = watch.get();
    nanos.addAndGet(AddressWatch.PERIOD.toNanos());
    assertThat(watch.get()).isSameAs(before);
    assertThat(looks).hasValue(2);
  }
}
