package org.spillway.swarm;

/** What the server's upload is for once every piece is somewhere in the swarm. */
public enum UploadGoal {
  /** The server sends at its full rate as long as anybody lacks a piece. */
  FAST,

  /** The server sends a piece only while the swarm lacks copies of it, or a peer lacks a swarm. */
  THRIFTY
}
