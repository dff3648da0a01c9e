package org.spillway.client;

/**
 * Listens to a download. Several threads call its methods, which must return soon because the
 * download waits for them.
 */
public interface Progress {
  /** Ignores all events. */
  Progress NONE = new Progress() {};

  /**
   * Tells which way led to the content. It is called again when that way fails and another one is
   * taken.
   */
  default void found(Route route, String detail) {}

  /**
   * Tells that the content begins to arrive.
   *
   * @param length the length in bytes, or −1 if the server does not say
   */
  default void started(String name, long length) {}

  /**
   * Tells that more bytes are on the disk. Bytes of a torrent count once their piece is verified.
   */
  default void received(Source source, long bytes) {}

  /**
   * Tells how many peers are connected now. It is called about once a second or more often after
   * peers and web seeds have been asked, and never for a plain file, which has no peers.
   */
  default void peers(int connected) {}

  /** Tells something that a user may want to know, such as why a way was left for another one. */
  default void note(String message) {}

  /**
   * Tells that the file is complete and has its name. It may be shared with others for some time
   * before {@link #finished}.
   */
  default void complete() {}

  default void finished(DownloadResult result) {}
}
