package org.spillway.swarm.peer;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.spillway.swarm.Host;

/** Lends as much memory as anybody asks for. */
final class TestMemory implements BlockMemory {
  @Override
  public Optional<Loan> borrow(int length, Host host) {
    return Optional.of(new Lent(ByteBuffer.allocateDirect(length)));
  }

  @Override
  public void await(Host host, Runnable again) {
    throw new IllegalStateException("there is always memory");
  }

  @Override
  public void review() {}

  private record Lent(ByteBuffer bytes) implements Loan {
    @Override
    public void whenNeeded(IntSupplier taken, Runnable end) {}

    @Override
    public void busy() {}

    @Override
    public void close() {}
  }
}
