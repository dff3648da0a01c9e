package org.spillway.client.http;

import java.io.IOException;
import java.net.URI;

/** Thrown if a request failed at a URL to which it had been redirected. */
public final class RedirectedException extends IOException {
  private static final long serialVersionUID = 1;

  private final URI url;
  private final IOException problem;

  RedirectedException(URI url, IOException problem) {
    super(url + ": " + Problems.describe(problem), problem);
    this.url = url;
    this.problem = problem;
  }

  /** Returns the URL that was asked for last. */
  public URI url() {
    return url;
  }

  /** Returns the failure at that URL. */
  public IOException problem() {
    return problem;
  }
}
