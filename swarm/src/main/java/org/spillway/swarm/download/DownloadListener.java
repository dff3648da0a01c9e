package org.spillway.swarm.download;

/** Hears of the progress of a download. Called by any thread; its methods must return at once. */
public interface DownloadListener {
  /** Hears of nothing. */
  DownloadListener NONE = new DownloadListener() {};

  /** Tells that a piece from peers has been verified and kept. */
  default void received(int piece, int length) {}

  /** Tells that a piece from peers was wrong; it is fetched again. */
  default void wrong(int piece) {}
}
