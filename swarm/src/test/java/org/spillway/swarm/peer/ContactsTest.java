package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

class ContactsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Contacts contacts = new Contacts(now::get);

  private static Contact contact(int port) {
    return new Contact(
        InfoHash.of(new byte[20]), new PeerAddress(InetAddress.getLoopbackAddress(), port));
  }

  private boolean mayDial(Contact contact) {
    return contacts.mayDial(List.of(contact));
  }

  @Test
  void mayDial_underAnyHashOfTheTorrent() {
    var v1 = contact(1);
    var v2 = new Contact(InfoHash.parse("22".repeat(20)), v1.address());
    assertThat(contacts.mayDial(List.of(v1, v2))).isTrue();
    assertThat(contacts.mayDial(List.of(v1, v2))).isFalse();
    assertThat(mayDial(v1)).isFalse();
    assertThat(mayDial(v2)).isFalse();
    contacts.connected(List.of(v1, v2));
    contacts.disconnected(List.of(v1, v2));
    assertThat(contacts.mayDial(List.of(v2, v1))).isTrue();
  }

  @Test
  void mayDial_onceAMinute() {
    assertThat(mayDial(contact(1))).isTrue();
    now.addAndGet(Contacts.LATELY.toNanos() - 1);
    assertThat(mayDial(contact(1))).isFalse();
    assertThat(mayDial(contact(2))).isTrue();
    now.addAndGet(1);
    assertThat(mayDial(contact(1))).isTrue();
    assertThat(mayDial(contact(2))).isFalse();
  }

  @Test
  void mayDial_connected() {
    contacts.connected(List.of(contact(1)));
    assertThat(mayDial(contact(1))).isFalse();
    contacts.disconnected(List.of(contact(1)));
    assertThat(mayDial(contact(1))).isTrue();
  }

  @Test
  void mayDial_afterADialThatSucceeded() {
    assertThat(mayDial(contact(1))).isTrue();
    contacts.connected(List.of(contact(1)));
    contacts.disconnected(List.of(contact(1)));
    assertThat(mayDial(contact(1))).isTrue();
  }

  @Test
  void mayDial_remembersNoMoreThanItCanHold() {
    for (int port = 1; port <= 20_000; port++) {
      assertThat(mayDial(contact(port))).isTrue();
    }
    assertThat(mayDial(contact(20_000))).isFalse();
    assertThat(mayDial(contact(1))).isTrue();
  }
}
