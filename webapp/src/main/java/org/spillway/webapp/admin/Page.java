package org.spillway.webapp.admin;

/**
 * A page for operators.
 *
 * @param status the status code
 * @param type the media type
 * @param body the content
 */
record Page(int status, String type, String body) {
  private static final String TEXT = "text/plain;charset=utf-8";

  /** Returns a page of plain text, to which a line end is added. */
  static Page text(int status, String text) {
    return new Page(status, TEXT, text + '\n');
  }
}
