package org.spillway.client.http;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpFields;

/** A response whose header has arrived, and whose body is read while it arrives. */
public final class ServerResponse {
  private final URI uri;
  private final int status;
  private final HttpFields fields;
  private final BodyReader body;

  ServerResponse(URI uri, int status, HttpFields fields, BodyReader body) {
    this.uri = uri;
    this.status = status;
    this.fields = fields;
    this.body = body;
  }

  /** Returns the URL that was asked for last, to which redirects led. */
  public URI uri() {
    return uri;
  }

  public int status() {
    return status;
  }

  /** Returns the first value of a field. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** Returns the values of all fields of this name. */
  public List<String> fields(String name) {
    return fields.getValuesList(name);
  }

  /**
   * Returns the length of the body in bytes, or empty if it is not known: a length beside a
   * Transfer-Encoding counts for nothing (RFC 9112 §6.3).
   */
  public OptionalLong length() {
    String length = fields.get("Content-Length");
    boolean counts = length != null && length.matches("\\d{1,18}");
    return counts && !fields.contains("Transfer-Encoding")
        ? OptionalLong.of(Long.parseLong(length))
        : OptionalLong.empty();
  }

  /**
   * Returns the time that the server asks to wait for before the next request (RFC 9110 §10.2.3).
   *
   * @param now the time from which a date counts
   */
  public Optional<Duration> retryAfter(Instant now) {
    return field("Retry-After").flatMap(text -> RetryAfter.parse(text, now));
  }

  /** Returns the body, which the caller must close. */
  public BodyReader body() {
    return body;
  }
}
