package org.spillway.webapp.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.usage.Delivery;
import org.spillway.catalog.usage.Usage;

class SavingsTest {
  @Test
  void plus_tellsOthersFromTheServer() {
    var sum =
        Savings.of(Delivery.HTTP, new Usage(1_000_000_000, 0, 0))
            .plus(Savings.of(Delivery.PEERS, new Usage(1_000_000_000, 10, 0)))
            .plus(Savings.of(Delivery.OTHERS, new Usage(6_000_000_000L, 0, 0)));
    assertThat(sum).isEqualTo(new Savings(2_000_000_000, 6_000_000_000L));
    assertThat(sum.offload()).isEqualTo(0.75);
    assertThat(sum.money(Optional.of(new BigDecimal("0.09")))).hasValue(new BigDecimal("0.54"));
    assertThat(sum.money(Optional.empty())).isEmpty();
  }

  @Test
  void offload_nothing() {
    assertThat(new Savings(0, 0).offload()).isZero();
  }
}
