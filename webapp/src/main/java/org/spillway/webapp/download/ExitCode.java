package org.spillway.webapp.download;

import org.spillway.client.DownloadException.Reason;

/**
 * Says how {@code spillway get} and {@code spillway lookup} end. Where wget has a code for the same
 * thing, it is the same number.
 */
public enum ExitCode {
  DONE(0, "the file is complete; of a torrent, every piece was verified"),
  FAILED(1, "something else went wrong, as the message says"),
  USAGE(2, "a URL or an option is wrong"),
  FILE(3, "the file cannot be written, or another file exists there"),
  /** A lookup ends with it if DNS does not answer or has no record. */
  UNREACHABLE(
      4, "the server does not answer or has a problem (5xx), and DNS has no torrent either"),
  NO_SOURCES(
      5,
      "peers and web seeds did not send the whole file; what they sent is kept for the next try"),
  CORRUPT(6, "the content does not have the hash that the server names"),
  PROTOCOL(7, "an answer, a torrent or a DNS record is malformed or cannot be used"),
  REFUSED(8, "the server refuses (4xx), for example because the file does not exist"),
  /** Somebody who blocks a server's port and forges DNS must not replace its files. */
  UNVERIFIED(
      9, "nothing proves that the torrent in DNS is the https server's; --insecure-dns accepts it");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** Returns the exit code of a download that ended for this reason. */
  public static ExitCode of(Reason reason) {
    return switch (reason) {
      case OTHER -> FAILED;
      case BAD_URL -> USAGE;
      case FILE -> FILE;
      case UNREACHABLE -> UNREACHABLE;
      case NO_SOURCES -> NO_SOURCES;
      case CORRUPT -> CORRUPT;
      case PROTOCOL -> PROTOCOL;
      case REFUSED -> REFUSED;
      case UNVERIFIED -> UNVERIFIED;
    };
  }

  /** Returns the process's exit status. */
  public int code() {
    return code;
  }

  /** Returns how a download with this code ended: one line of help, without a full stop. */
  public String meaning() {
    return meaning;
  }
}
