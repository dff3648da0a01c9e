package org.spillway.client.http;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.spillway.swarm.RateLimiter;

/**
 * The settings of requests to servers.
 *
 * @param proxies the proxies through which hosts are reached
 * @param login what the server of the download is told by Basic authentication; no other server is
 * @param fields header fields as {@code Name: value}, for the server of the download only
 * @param trust which servers' certificates count
 * @param retries how often in turn a server is asked again that has begun to answer, without a new
 *     byte from it
 * @param retryUnreachable whether a server counts for that which has not answered at all
 * @param rate limits what servers send; all who have these settings share it
 */
@RecordBuilder
public record RequestSettings(
    Proxies proxies,
    Optional<Login> login,
    List<String> fields,
    ServerTrust trust,
    int retries,
    boolean retryUnreachable,
    RateLimiter rate)
    implements RequestSettingsBuilder.With {
  /** The fields by which a download asks for the parts and the form that it needs. */
  private static final Set<String> OURS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "host",
          "if-range",
          "range",
          "transfer-encoding");

  /** Direct connections, no login, the certificates that the JDK trusts, and patience. */
  public static final RequestSettings DEFAULT =
      new RequestSettings(
          Proxies.NONE,
          Optional.empty(),
          List.of(),
          ServerTrust.DEFAULT,
          20,
          false,
          RateLimiter.unlimited());

  public RequestSettings {
    fields = List.copyOf(fields);
    for (String field : fields) {
      if (!field.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\\r\\n\\x00]*")) {
        throw new IllegalArgumentException("a header field must be Name: value, was " + field);
      }
      String name = field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
      if (OURS.contains(name)) {
        throw new IllegalArgumentException(
            "the header field " + name + " cannot be set, because the download needs its own");
      }
    }
    if (retries < 0 || retries > 1_000_000) {
      throw new IllegalArgumentException("retries must be 0 to 1000000, was " + retries);
    }
  }
}
