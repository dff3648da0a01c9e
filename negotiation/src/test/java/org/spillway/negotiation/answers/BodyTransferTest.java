package org.spillway.negotiation.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.source.Content;

class BodyTransferTest {

  /** Counts how it is used. */
  private static final class MemoryContent implements Content {
    private final byte[] bytes;
    private boolean unverified;
    private boolean closed;

    MemoryContent(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void read(ByteBuffer target, long position) {
      unverified = true;
      target.put(bytes, (int) position, target.remaining());
    }

    @Override
    public void verify() {
      unverified = false;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Nothing unverified may be written. */
  private static byte[] send(Body body, MemoryContent content) throws IOException {
    byte[] out = drain(body, content);
    assertThat(content.closed).isTrue();
    return out;
  }

  private static byte[] drain(Body body, MemoryContent content) throws IOException {
    var out = new ByteArrayOutputStream();
    var room = ByteBuffer.allocate(BodyTransfer.bufferSize(body));
    try (var transfer = BodyTransfer.start(body, room, BodyTransfer.PORTION)) {
      while (transfer.portion().hasRemaining()) {
        assertThat(content.unverified).isFalse();
        out.write(room.array(), transfer.portion().position(), transfer.portion().remaining());
        transfer.next(BodyTransfer.PORTION);
      }
    }
    return out.toByteArray();
  }

  @Test
  void portions_segments() throws IOException {
    long seed = 51;
    System.out.println("TransferTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      byte[] file = random(random, random.nextInt(1, 600_000));
      var expected = new ByteArrayOutputStream();
      var segments = new ArrayList<BodySegment>();
      for (int i = random.nextInt(5); i > 0; i--) {
        byte[] text = random(random, random.nextInt(200));
        segments.add(new BodySegment.Bytes(ByteBuffer.wrap(text)));
        expected.writeBytes(text);
        int first = random.nextInt(file.length);
        int length = random.nextInt(file.length - first + 1);
        segments.add(new BodySegment.Region(first, length));
        expected.write(file, first, length);
      }
      var content = new MemoryContent(file);
      var body = new Body(() -> content, segments);
      assertThat(body.length()).isEqualTo(expected.size());
      assertThat(send(body, content)).isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void portions_portionsExactly() throws IOException {
    var random = new Random(7);
    for (int length : List.of(0, 128 * 1024, 256 * 1024, 256 * 1024 + 1)) {
      byte[] file = random(random, length);
      var content = new MemoryContent(file);
      var body = new Body(() -> content, List.of(new BodySegment.Region(0, length)));
      assertThat(send(body, content)).isEqualTo(file);
    }
  }

  @Test
  void portions_areAsSmallAsIsWished() throws IOException {
    byte[] file = random(new Random(8), 1000);
    var body = new Body(() -> new MemoryContent(file), List.of(new BodySegment.Region(0, 1000)));
    try (var transfer = BodyTransfer.start(body, ByteBuffer.allocate(500), 300)) {
      assertThat(transfer.portion().remaining()).isEqualTo(300);
      transfer.next(100);
      assertThat(transfer.portion()).isEqualTo(ByteBuffer.wrap(file, 300, 100));
      transfer.next(1000);
      assertThat(transfer.portion()).isEqualTo(ByteBuffer.wrap(file, 400, 500));
      transfer.next(1000);
      assertThat(transfer.portion()).isEqualTo(ByteBuffer.wrap(file, 900, 100));
    }
  }

  @Test
  void portions_bufferStaysAsItIs() throws IOException {
    var buffer = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}).position(1).limit(3).asReadOnlyBuffer();
    for (int i = 0; i < 2; i++) {
      assertThat(drain(Body.of(buffer), new MemoryContent(new byte[0]))).containsExactly(1, 2);
    }
  }
}
