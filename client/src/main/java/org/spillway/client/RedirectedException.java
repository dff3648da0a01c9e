package org.spillway.client;

import java.io.IOException;
import java.net.URI;

/** The request failed at a URL that the server of the first one had redirected it to. */
final class RedirectedException extends IOException {
  private static final long serialVersionUID = 1;

  private final URI url;
  private final IOException problem;

  RedirectedException(URI url, IOException problem) {
    super(url + ": " + Problems.describe(problem), problem);
    this.url = url;
    this.problem = problem;
  }

  /** The URL that was asked for last. */
  URI url() {
    return url;
  }

  /** What went wrong there. */
  IOException problem() {
    return problem;
  }
}
