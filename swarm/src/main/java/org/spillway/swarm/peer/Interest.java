package org.spillway.swarm.peer;

import io.netty.channel.Channel;
import org.spillway.swarm.Choker;
import org.spillway.swarm.PeerPolicy;
import org.spillway.swarm.admission.PeerConnection;

/**
 * Tracks whether one peer is interested and unchoked. Used on the connection's event loop; the
 * choker also calls it from other threads.
 */
final class Interest implements Choker.Candidate {

  /** Tells the peer that it was choked or unchoked; called on the event loop. */
  interface Listener {
    void unchoke();

    void choke();
  }

  private final Channel channel;
  private final Choker choker;
  private final PeerConnection connection;
  private final PeerPolicy policy;
  private final Listener listener;
  private boolean interested;
  private boolean unchoked;

  Interest(
      Channel channel,
      PeerConnection connection,
      Choker choker,
      PeerPolicy policy,
      Listener listener) {
    this.channel = channel;
    this.choker = choker;
    this.connection = connection;
    this.policy = policy;
    this.listener = listener;
  }

  boolean isUnchoked() {
    return unchoked;
  }

  void begin() {
    if (!interested) {
      interested = true;
      connection.wantsBlocks(true);
      choker.interested(this);
    }
  }

  void end() {
    if (interested) {
      interested = false;
      connection.wantsBlocks(false);
      choker.notInterested(this);
      set(false);
    }
  }

  @Override
  public void unchoked() {
    run(() -> set(interested));
  }

  @Override
  public void choked() {
    run(() -> set(false));
  }

  /**
   * Runs the step at once if this is the event loop, so that the peer is told before anything else
   * is read.
   */
  private void run(Runnable step) {
    if (channel.eventLoop().inEventLoop()) {
      step.run();
    } else {
      channel.eventLoop().execute(step);
    }
  }

  private void set(boolean now) {
    if (unchoked == now) {
      return;
    }
    unchoked = now;
    if (now) {
      listener.unchoke();
    } else {
      listener.choke();
    }
  }

  @Override
  public Object host() {
    return connection.host();
  }

  @Override
  public long lastTook() {
    return connection.lastUseful();
  }

  @Override
  public double rate() {
    return policy.rate();
  }

  @Override
  public boolean mayDownload() {
    return policy.mayDownload();
  }

  @Override
  public boolean keepsToItself() {
    return policy.keepsToItself();
  }
}
