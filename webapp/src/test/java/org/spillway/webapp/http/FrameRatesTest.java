package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.RateControl;
import org.junit.jupiter.api.Test;

class FrameRatesTest {
  private final RateControl rates = new FrameRates().newRateControl(new ByteArrayEndPoint());

  private boolean allows(int count, Frame frame) {
    return IntStream.range(0, count).allMatch(i -> rates.onEvent(frame));
  }

  @Test
  void onEvent_framesOfStreamsThatHaveEnded() {
    assertThat(allows(100_000, new WindowUpdateFrame(1, 50_000))).isTrue();
    assertThat(allows(100_000, new DataFrame(1, ByteBuffer.allocate(1), false))).isTrue();
  }

  @Test
  void onEvent_floods() {
    assertThat(allows(10_000, new WindowUpdateFrame(1, 0))).isFalse();
    assertThat(allows(10_000, new DataFrame(1, ByteBuffer.allocate(0), false))).isFalse();
    assertThat(allows(10_000, new ResetFrame(1, 8))).isFalse();
    assertThat(allows(10_000, new SettingsFrame(Map.of(), false))).isFalse();
    assertThat(allows(100_000, new PingFrame(false))).isFalse();
    assertThat(allows(100_000, new PriorityFrame(1, 0, 16, false))).isFalse();
  }

  /** One kind takes nothing from the others. */
  @Test
  void onEvent_aLittleOfEach() {
    assertThat(allows(128, new ResetFrame(1, 8))).isTrue();
    assertThat(allows(500, new PingFrame(false))).isTrue();
    assertThat(allows(1000, new PriorityFrame(1, 0, 16, false))).isTrue();
    assertThat(allows(100, new SettingsFrame(Map.of(), false))).isTrue();
  }
}
