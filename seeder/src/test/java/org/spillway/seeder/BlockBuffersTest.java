package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockBuffersTest {
  private final BlockBuffers buffers = new BlockBuffers();

  @Test
  void take_short() {
    var buffer = buffers.take(1000);
    assertThat(buffer.capacity()).isEqualTo(1000);
    buffers.giveBack(buffer);
    assertThat(buffer.refCnt()).isZero();
  }

  @Test
  void take_longAgain() {
    var buffer = buffers.take(BlockBuffers.LONGEST);
    buffers.giveBack(buffer.writeInt(1));
    assertThat(buffers.take(BlockBuffers.LONGEST)).isSameAs(buffer);
    assertThat(buffer.isReadable()).isFalse();
    buffer.release();
  }

  @Test
  void giveBack_inUse() {
    var buffer = buffers.take(BlockBuffers.LONGEST);
    buffers.giveBack(buffer.retain());
    var other = buffers.take(BlockBuffers.LONGEST);
    assertThat(other).isNotSameAs(buffer);
    buffer.release();
    other.release();
  }

  @Test
  void giveBack_afterClose() {
    var kept = buffers.take(BlockBuffers.LONGEST);
    var late = buffers.take(BlockBuffers.LONGEST);
    buffers.giveBack(kept);
    buffers.close();
    buffers.giveBack(late);
    assertThat(kept.refCnt()).isZero();
    assertThat(late.refCnt()).isZero();
  }
}
