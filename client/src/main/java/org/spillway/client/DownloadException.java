package org.spillway.client;

import java.io.IOException;
import org.spillway.client.http.Problems;

/** A download that ended without its file; the message names the URL, host, record or path. */
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why there is no file. */
  public enum Reason {
    /** None of the other reasons applies. The message says more. */
    OTHER,
    /** The URL cannot be asked for. */
    BAD_URL,
    /** The file cannot be written, another file exists there, or another download writes to it. */
    FILE,
    /** Neither the server nor DNS answered, or DNS has no record. */
    UNREACHABLE,
    /** Peers and web seeds did not send the whole file. What they sent is kept. */
    NO_SOURCES,
    /** The content does not have the hash that the server named. */
    CORRUPT,
    /** An answer, a torrent or a DNS record is malformed, or does not fit this download. */
    PROTOCOL,
    /** The server refused the request with a status of 4xx. */
    REFUSED,
    /** DNS has a torrent for an https URL, but nothing proves that it is the host's. */
    UNVERIFIED
  }

  private final Reason reason;

  public DownloadException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  DownloadException(Reason reason, String message, IOException cause) {
    super(message + ": " + Problems.describe(cause), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
