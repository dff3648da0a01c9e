package org.spillway.client.helper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageFramingTest {
  private static MessageInput input(byte[] bytes) {
    return new MessageInput(new ByteArrayInputStream(bytes));
  }

  private static byte[] framed(int length, String body) {
    byte[] text = body.getBytes(UTF_8);
    return ByteBuffer.allocate(4 + text.length)
        .order(ByteOrder.nativeOrder())
        .putInt(length)
        .put(text)
        .array();
  }

  @Test
  void next_messagesThenTheEnd() throws Exception {
    var bytes = new ByteArrayOutputStream();
    bytes.write(framed(2, "{}"));
    bytes.write(framed(0, ""));
    var input = input(bytes.toByteArray());
    assertThat(input.next()).hasValue("{}".getBytes(UTF_8));
    assertThat(input.next()).hasValue(new byte[0]);
    assertThat(input.next()).isEmpty();
  }

  @Test
  void next_tooLong_losesFraming() {
    assertThatThrownBy(() -> input(framed(-1, "")).next())
        .isInstanceOf(LostFramingException.class)
        .hasMessage(
            "A message has at most 16777216 bytes, but this one is announced with 4294967295.");
    assertThatThrownBy(() -> input(framed(16 * 1024 * 1024 + 1, "")).next())
        .isInstanceOf(LostFramingException.class);
  }

  @Test
  void next_endsEarly_losesFraming() {
    assertThatThrownBy(() -> input(framed(3, "{}")).next())
        .isInstanceOf(LostFramingException.class)
        .hasMessage("The input ends after 2 of the 3 bytes of a message.");
    assertThatThrownBy(() -> input(new byte[3]).next())
        .isInstanceOf(LostFramingException.class)
        .hasMessage("The input ends within the length of a message.");
  }

  @Test
  void write_tooLong_isRefused() {
    var output = new MessageOutput(new ByteArrayOutputStream());
    assertThatThrownBy(() -> output.write(new byte[MessageOutput.MAX_LENGTH + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void next_readsWhatWasWritten() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var bytes = new ByteArrayOutputStream();
    var output = new MessageOutput(bytes);
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] message = new byte[random.nextInt(2000)];
      random.nextBytes(message);
      messages.add(message);
      output.write(message);
    }
    var input = input(bytes.toByteArray());
    for (byte[] message : messages) {
      assertThat(input.next()).as("seed %d", seed).hasValue(message);
    }
    assertThat(input.next()).as("seed %d", seed).isEmpty();
  }

  /** Whatever comes, it is a message, the end, or an exception that says what is wrong. */
  @Test
  void next_noise() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      if (noise.length > 3 && random.nextBoolean()) {
        ByteBuffer.wrap(noise).order(ByteOrder.nativeOrder()).putInt(random.nextInt(64));
      }
      try {
        read(noise);
      } catch (IOException e) {
        assertThat(e).as("seed %d", seed).isInstanceOf(LostFramingException.class);
      }
    }
  }

  private static void read(byte[] noise) throws IOException {
    var input = input(noise);
    for (var next = input.next(); next.isPresent(); next = input.next()) {
      try {
        HelperRequest.parse(next.get());
      } catch (MalformedRequestException e) {
        assertThat(e).hasMessageEndingWith(".");
      }
    }
  }
}
