package org.spillway.negotiation;

import java.util.ArrayList;
import java.util.List;
import org.spillway.catalog.OfferedTorrent;

/** Says what a test tells it to. */
final class FakeWebSeedPolicy implements WebSeedPolicy {
  private Decision decision = Decision.send();
  private final List<Asked> asked = new ArrayList<>();

  /** What it was asked, and what it said. */
  record Asked(String file, String client, Decision decision) {}

  @Override
  public synchronized Decision decide(OfferedTorrent torrent, String client) {
    asked.add(new Asked(torrent.info().name(), client, decision));
    return decision;
  }

  synchronized void say(Decision next) {
    decision = next;
  }

  synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  synchronized long said(Decision.Kind kind) {
    return asked.stream().filter(one -> one.decision().kind() == kind).count();
  }
}
