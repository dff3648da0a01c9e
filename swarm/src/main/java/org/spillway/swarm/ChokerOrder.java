package org.spillway.swarm;

/** Which peers keep their upload slot when others wait for one. */
public enum ChokerOrder {
  /** The peers that have had a slot for the longest time make place. */
  ROUND_ROBIN,

  /** The peers that take bytes most slowly make place. */
  FASTEST
}
