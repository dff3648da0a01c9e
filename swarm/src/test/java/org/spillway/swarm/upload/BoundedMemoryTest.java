package org.spillway.swarm.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.Host;

class BoundedMemoryTest {
  private static final Host HOST = Host.of(InetAddress.getLoopbackAddress());

  private final BoundedMemory memory = new BoundedMemory(100);
  private final List<String> called = new ArrayList<>();

  private BlockMemory.Loan borrow(int length) {
    return memory.borrow(length, HOST).orElseThrow();
  }

  private void await(String name) {
    memory.await(HOST, () -> called.add(name));
  }

  @Test
  void borrow_upToTheLimit() {
    try (var sixty = borrow(60);
        var forty = borrow(40)) {
      assertThat(sixty.bytes().remaining()).isEqualTo(60);
      assertThat(forty.bytes().remaining()).isEqualTo(40);
      assertThat(memory.borrow(1, HOST)).isEmpty();
    }
    borrow(100).close();
  }

  @Test
  void close_twice_givesBackOnce() {
    var first = borrow(60);
    first.close();
    first.close();
    try (var second = borrow(60)) {
      assertThat(second.bytes().remaining()).isEqualTo(60);
      assertThat(memory.borrow(60, HOST)).isEmpty();
    }
  }

  @Test
  void await_oneForEachLoan_inTheirOrder() {
    var loans = List.of(borrow(30), borrow(30), borrow(40));
    await("first");
    await("second");
    await("third");
    assertThat(called).isEmpty();
    loans.get(2).close();
    assertThat(called).containsExactly("first");
    loans.get(0).close();
    assertThat(called).containsExactly("first", "second");
    loans.get(1).close();
    assertThat(called).containsExactly("first", "second", "third");
  }

  @Test
  void await_nothingIsLent_callsAtOnce() {
    await("now");
    assertThat(called).containsExactly("now");
  }

  /** Whoever is called back may need nothing any more, and then gives nothing back. */
  @Test
  void await_theFirstNeedsNothing_theOthersAreCalled() {
    var loan = borrow(100);
    await("has left");
    await("has left, too");
    memory.await(HOST, () -> memory.borrow(100, HOST).ifPresent(lent -> called.add("borrowed")));
    await("waits on");
    loan.close();
    assertThat(called).containsExactly("has left", "has left, too", "borrowed");
  }
}
