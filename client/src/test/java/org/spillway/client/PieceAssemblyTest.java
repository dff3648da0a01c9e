package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.peer.Request;

class PieceAssemblyTest {
  private static final int BLOCK = Request.BLOCK_LENGTH;

  private final PieceAssembly assembly = new PieceAssembly(3, BLOCK + 5);

  @Test
  void next_eachBlockOnce() {
    assertThat(assembly.next()).contains(new Request(3, 0, BLOCK));
    assertThat(assembly.next()).contains(new Request(3, BLOCK, 5));
    assertThat(assembly.next()).isEmpty();
  }

  @Test
  void add_completes() {
    assembly.next();
    assembly.next();
    assertThat(assembly.add(BLOCK, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}))).isTrue();
    assertThat(assembly.isComplete()).isFalse();
    assertThat(assembly.add(0, ByteBuffer.allocate(BLOCK))).isTrue();
    assertThat(assembly.isComplete()).isTrue();
    assertThat(assembly.bytes()).endsWith(1, 2, 3, 4, 5).hasSize(BLOCK + 5);
  }

  @Test
  void add_unexpected() {
    assertThat(assembly.add(0, ByteBuffer.allocate(BLOCK))).as("not asked for").isFalse();
    assembly.next();
    assertThat(assembly.add(0, ByteBuffer.allocate(BLOCK - 1))).as("length").isFalse();
    assertThat(assembly.add(1, ByteBuffer.allocate(BLOCK))).as("begin").isFalse();
    assertThat(assembly.add(Integer.MAX_VALUE, ByteBuffer.allocate(5))).as("begin").isFalse();
    assertThat(assembly.add(0, ByteBuffer.allocate(BLOCK))).isTrue();
    assertThat(assembly.add(0, ByteBuffer.allocate(BLOCK))).as("twice").isFalse();
  }

  @Test
  void forgetRequests_asksAgain() {
    assembly.next();
    assembly.next();
    assembly.add(0, ByteBuffer.allocate(BLOCK));
    assembly.forgetRequests();
    assertThat(assembly.outstanding()).isEmpty();
    assertThat(assembly.next()).contains(new Request(3, BLOCK, 5));
    assertThat(assembly.outstanding()).containsExactly(new Request(3, BLOCK, 5));
  }
}
