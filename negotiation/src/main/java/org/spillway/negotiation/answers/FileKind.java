package org.spillway.negotiation.answers;

/**
 * The properties of a file on which the choice of its representation depends.
 *
 * @param type the media type of the file itself, in lower case
 * @param byCoding whether the content coding can select its torrent, which the settings say
 */
public record FileKind(String type, boolean byCoding) {

  /**
   * Returns the value of Content-Type. Texts are declared as UTF-8, which they almost always are,
   * because browsers otherwise assume an older encoding.
   */
  String contentType() {
    return type.startsWith("text/") ? type + ";charset=utf-8" : type;
  }
}
