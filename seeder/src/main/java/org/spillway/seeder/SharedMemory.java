package org.spillway.seeder;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.spillway.catalog.memory.SendBuffer;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.Host;
import org.spillway.swarm.peer.BlockMemory;

/** Lends peers the memory that all parts of a server share that send content. */
record SharedMemory(SendBuffers buffers) implements BlockMemory {
  @Override
  public Optional<Loan> borrow(int length, Host host) {
    return buffers.borrow(length, host).map(Borrowed::new);
  }

  @Override
  public void await(Host host, Runnable again) {
    buffers.await(host, again);
  }

  @Override
  public void review() {
    buffers.review();
  }

  private record Borrowed(SendBuffer buffer) implements Loan {
    @Override
    public ByteBuffer bytes() {
      return buffer.bytes();
    }

    @Override
    public void whenNeeded(IntSupplier taken, Runnable end) {
      buffer.whenNeeded(taken, end);
    }

    @Override
    public void busy() {
      buffer.busy();
    }

    @Override
    public void close() {
      buffer.close();
    }
  }
}
