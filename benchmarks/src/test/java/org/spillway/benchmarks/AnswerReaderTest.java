package org.spillway.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class AnswerReaderTest {
  private static final String FOUR = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody";
  private static final String LONG = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789";

  private final AnswerReader reader = new AnswerReader();

  private boolean read(String text) throws IOException {
    var in = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    boolean complete = reader.read(in);
    assertThat(in.hasRemaining()).isFalse();
    return complete;
  }

  @Test
  void read_whole() throws IOException {
    assertThat(read(FOUR)).isTrue();
    assertThat(read(FOUR)).isTrue();
    assertThat(read(LONG)).isTrue();
    assertThat(reader.answers()).isEqualTo(3);
    assertThat(reader.bytes()).isEqualTo(18);
  }

  @Test
  void read_cutAnywhere() throws IOException {
    for (int cut = 1; cut < FOUR.length(); cut++) {
      assertThat(read(FOUR.substring(0, cut))).as("cut at %d", cut).isFalse();
      assertThat(read(FOUR.substring(cut))).as("cut at %d", cut).isTrue();
    }
    assertThat(reader.answers()).isEqualTo(FOUR.length() - 1);
  }

  @Test
  void read_otherStatus() throws IOException {
    String answer = FOUR.replace("200 OK", "503 No");
    assertThat(read(FOUR)).isTrue();
    assertThatThrownBy(() -> read(answer))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("200 with Content-Length is expected: HTTP/1.1 503 No");
  }

  @Test
  void read_headWithoutEnd() {
    String head = "HTTP/1.1 200 OK\r\nX: " + "x".repeat(10_000);
    assertThatThrownBy(() -> read(head)).hasMessageStartingWith("a head of more than 8192 bytes");
  }
}
