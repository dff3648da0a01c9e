package org.spillway.swarm.peer;

/**
 * Passes on what becomes of a dial, unless another one takes its place. Used on the connection's
 * event loop only.
 */
final class FirstTry implements DialListener {
  private final DialListener listener;
  private boolean replaced;

  FirstTry(DialListener listener) {
    this.listener = listener;
  }

  DialListener listener() {
    return listener;
  }

  /** Notes that another dial takes the place of this one: its end is no news. */
  void replaced() {
    replaced = true;
  }

  @Override
  public void connected() {
    listener.connected();
  }

  @Override
  public void connectedOtherwise() {
    listener.connectedOtherwise();
  }

  @Override
  public void ended(String reason, boolean fault, boolean useful) {
    if (!replaced) {
      listener.ended(reason, fault, useful);
    }
  }
}
