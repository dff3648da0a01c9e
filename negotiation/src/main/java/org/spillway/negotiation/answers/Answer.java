package org.spillway.negotiation.answers;

import java.util.List;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;

/**
 * A response as every door sends it. The body is that of a GET: a HEAD gets its length alone, and
 * so does a client that has it already.
 *
 * @param fields the header fields, without Content-Length; Vary and Link join those that others
 *     have set
 */
public record Answer(Kind kind, int status, List<HeaderField> fields, Body body)
    implements HttpReply {
  public static final String ALLOW = "GET, HEAD, OPTIONS";

  /** The kind that an answer is counted as. */
  public enum Kind {
    FILE,
    /** A file or ranges of it, asked for as a web seed (BEP 19). */
    WEB_SEED,
    TORRENT,
    METALINK,
    MAGNET,
    /** The page that downloads a file in the browser. */
    SWARM_PAGE,
    /** A script or style of these pages. */
    PAGE_FILE,
    MIRROR_REDIRECT,
    NOT_MODIFIED,
    ERROR,
    OPTIONS,
    FOLDER
  }

  public Answer {
    fields = List.copyOf(fields);
  }

  /** Returns whether there is a content whose length must be sent. */
  public boolean hasContent() {
    return kind != Kind.OPTIONS;
  }

  /** Returns whether the content must be sent, too. */
  public boolean sendsContent(RequestHead request) {
    return hasContent() && kind != Kind.NOT_MODIFIED && !request.isHead();
  }

  /** Returns whether its fields are a list that the next request gets again. */
  public boolean isWholeFile() {
    return isFile() && status == 200;
  }

  /** Returns whether it carries a file or ranges of it. */
  public boolean isFile() {
    return kind == Kind.FILE || kind == Kind.WEB_SEED;
  }

  /** Returns this answer as one that counts for the web seed, if it carries the file. */
  public Answer asWebSeed() {
    return kind == Kind.FILE ? new Answer(Kind.WEB_SEED, status, fields, body) : this;
  }

  /**
   * @param body the body that a 200 would have, because a 304 may tell no other length (RFC 9110
   *     §8.6), and containers say 0 if they are told none
   */
  public static Answer notModified(HeaderFields fields, Body body) {
    return new Answer(Kind.NOT_MODIFIED, 304, fields.list(), body);
  }

  public static Answer options() {
    return new Answer(Kind.OPTIONS, 204, new HeaderFields().add("Allow", ALLOW).list(), Body.EMPTY);
  }

  public static Answer folder(int status, HeaderFields fields, String type, Body body) {
    fields.add("Content-Type", type).add("X-Content-Type-Options", "nosniff");
    return new Answer(Kind.FOLDER, status, fields.list(), body);
  }

  /**
   * @param reason a line of text for people
   */
  public static Answer error(int status, String reason, HeaderFields fields) {
    fields.add("Content-Type", "text/plain;charset=utf-8").add("X-Content-Type-Options", "nosniff");
    return new Answer(Kind.ERROR, status, fields.list(), Body.of(reason + '\n'));
  }
}
