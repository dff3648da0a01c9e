package org.spillway.swarm.download;

/** A peer that sends blocks. Guarded by the {@link Download}. */
interface BlockSender {
  /** Notes that the peer has sent a block that was wrong. */
  void convict();
}
