package org.spillway.client;

/**
 * How {@code spillway get} and {@code spillway lookup} end; where wget has a code for the same
 * thing, it is the same number.
 */
public enum ExitCode {
  /** The file is there and complete; for a torrent, every piece has been verified. */
  DONE(0, "the file is complete"),
  /** What none of the others describes. */
  FAILED(1, "something else went wrong"),
  /** A URL or an option that makes no sense. */
  USAGE(2, "a URL or an option is wrong"),
  /** The disk: not writable, full, or another file stands at the target. */
  FILE(3, "the file cannot be written, or another one is in its place"),
  /** The server does not answer and DNS has no record of the URL. */
  UNREACHABLE(4, "neither the server nor DNS knows the file"),
  /** A torrent was found, but neither peers nor web seeds gave all of it. */
  NO_SOURCES(5, "peers and web seeds did not give the whole file"),
  /** The content does not have the hash that the server names. */
  CORRUPT(6, "the content does not verify"),
  /** An answer, a torrent or a record that is not what its standard says. */
  PROTOCOL(7, "an answer makes no sense"),
  /** The server answered with an error of the 4xx kind, such as 404: the file is not to be had. */
  REFUSED(8, "the server says no");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The process's exit status. */
  public int code() {
    return code;
  }

  /** In a few words, for a help text. */
  public String meaning() {
    return meaning;
  }
}
