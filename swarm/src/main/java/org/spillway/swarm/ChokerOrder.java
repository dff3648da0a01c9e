package org.spillway.swarm;

/** Decides which peers keep their upload slot when others wait for one. */
public enum ChokerOrder {
  /** The peers that have had a slot for the longest time give way. */
  ROUND_ROBIN,

  /** The peers that download most slowly give way. */
  FASTEST
}
