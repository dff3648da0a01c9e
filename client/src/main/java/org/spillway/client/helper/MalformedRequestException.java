package org.spillway.client.helper;

import java.io.IOException;

/**
 * Thrown if a request of the browser cannot be carried out. The message is a sentence for a person.
 */
final class MalformedRequestException extends IOException {
  private static final long serialVersionUID = 1;

  private final String id;

  /**
   * @param id the id of the download that the request is about; empty if it names none
   */
  MalformedRequestException(String id, String sentence) {
    super(sentence);
    this.id = id;
  }

  String id() {
    return id;
  }
}
