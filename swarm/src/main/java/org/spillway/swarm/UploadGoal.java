package org.spillway.swarm;

/** The goal of the server's upload, once every piece is somewhere in the swarm. */
public enum UploadGoal {
  /** The server sends at its full rate as long as any peer lacks a piece. */
  FAST,

  /** The server sends a piece only while the swarm lacks copies of it, or a peer has no swarm. */
  THRIFTY
}
