package org.spillway.seeder;

import io.netty.channel.Channel;

/** Whether one peer may download; used on the connection's event loop only. */
final class Interest implements UploadSlots.Waiter {
  private enum State {
    NOT_INTERESTED,
    WAITING,
    UNCHOKED
  }

  private final Channel channel;
  private final UploadSlots slots;
  private final Runnable unchoke;
  private State state = State.NOT_INTERESTED;

  /**
   * @param unchoke called on the event loop when the peer has got a slot
   */
  Interest(Channel channel, UploadSlots slots, Runnable unchoke) {
    this.channel = channel;
    this.slots = slots;
    this.unchoke = unchoke;
  }

  boolean isUnchoked() {
    return state == State.UNCHOKED;
  }

  void begin() {
    if (state != State.NOT_INTERESTED) {
      return;
    }
    if (slots.take(this)) {
      unchoke();
    } else {
      state = State.WAITING;
    }
  }

  private void unchoke() {
    state = State.UNCHOKED;
    unchoke.run();
  }

  @Override
  public void slotGranted() {
    channel.eventLoop().execute(this::useSlot);
  }

  private void useSlot() {
    if (state == State.WAITING) {
      unchoke();
    } else {
      slots.giveBack();
    }
  }

  /** Whether the peer was unchoked until now. */
  boolean end() {
    var before = state;
    state = State.NOT_INTERESTED;
    if (before == State.UNCHOKED) {
      slots.giveBack();
    } else if (before == State.WAITING) {
      slots.stopWaiting(this);
    }
    return before == State.UNCHOKED;
  }
}
