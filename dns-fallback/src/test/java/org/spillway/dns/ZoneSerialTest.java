package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ZoneSerialTest {
  private static final long LAST = 0xFFFFFFFFL;

  private Instant now = Instant.ofEpochSecond(1_800_000_000);
  private final ZoneSerial serial = new ZoneSerial(() -> now);

  @Test
  void current_noChange() {
    now = now.plusSeconds(5);
    assertThat(serial.current()).isEqualTo(1_800_000_000);
  }

  @Test
  void current_laterChange() {
    now = now.plusSeconds(5);
    serial.change();
    assertThat(serial.current()).isEqualTo(1_800_000_005);
  }

  @Test
  void current_changesWithinOneSecond() {
    serial.change();
    assertThat(serial.current()).isEqualTo(1_800_000_001);
    serial.change();
    assertThat(serial.current()).isEqualTo(1_800_000_002);
  }

  /** Nobody saw what was in between. */
  @Test
  void current_changesUnseen() {
    for (int i = 0; i < 1_000_000; i++) {
      serial.change();
    }
    assertThat(serial.current()).isEqualTo(1_800_000_001);
  }

  @Test
  void current_clockSetBack() {
    now = now.minusSeconds(1000);
    serial.change();
    assertThat(serial.current()).isEqualTo(1_800_000_001);
  }

  /** RFC 1982 §3: after the last number comes 0. */
  @Test
  void current_wraps() {
    now = Instant.ofEpochSecond(LAST);
    var wrapping = new ZoneSerial(() -> now);
    assertThat(wrapping.current()).isEqualTo(LAST);
    wrapping.change();
    assertThat(wrapping.current()).isZero();
    now = Instant.ofEpochSecond(LAST + 11);
    wrapping.change();
    assertThat(wrapping.current()).isEqualTo(10);
  }
}
