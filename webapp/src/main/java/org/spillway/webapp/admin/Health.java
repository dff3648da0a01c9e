package org.spillway.webapp.admin;

/** The state of the server, as load balancers and Kubernetes ask for it. */
public enum Health {
  /** The content is being opened; nothing is served yet. */
  STARTING,
  /** Requests are answered. */
  READY,
  /** The server was told to stop: downloads go on, but new clients should go elsewhere. */
  STOPPING
}
