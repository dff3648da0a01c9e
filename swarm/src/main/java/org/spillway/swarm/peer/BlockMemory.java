package org.spillway.swarm.peer;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.spillway.swarm.Host;

/**
 * Lends the memory for blocks on their way to peers, and nobody waits for it on an event loop. Safe
 * for use by many threads.
 */
public interface BlockMemory {
  /**
   * Lends memory.
   *
   * @param length in bytes
   * @return empty if there is none at the moment
   */
  Optional<Loan> borrow(int length, Host host);

  /**
   * Calls back when the host may have memory again.
   *
   * @param again is run by any thread, and must return at once
   */
  void await(Host host, Runnable again);

  /** Looks after what is lent; to be called several times a second. */
  void review();

  /** Memory that one connection has borrowed. For one thread at a time. */
  interface Loan extends AutoCloseable {
    /** Returns the memory, of the length that was asked for. */
    ByteBuffer bytes();

    /**
     * Says how to end the transfer when its memory is needed and its peer takes nothing.
     *
     * @param taken returns a number that changes when the peer has taken bytes; called by any
     *     thread
     * @param end is run by any thread, once at most; it must close this loan as soon as nothing is
     *     sent from it any more
     */
    void whenNeeded(IntSupplier taken, Runnable end);

    /** Says that the peer can take nothing now, and must not be told to end. */
    void busy();

    /** Gives the memory back. A second call has no effect. */
    @Override
    void close();
  }
}
