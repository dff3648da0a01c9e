package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.spillway.client.http.BodyReader;
import org.spillway.client.http.Destinations;
import org.spillway.client.http.Http;
import org.spillway.client.http.RequestSettings;
import org.spillway.client.http.ServerResponse;
import org.spillway.client.http.ServerTrust;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/** Asks servers of DNS over HTTPS by POST (RFC 8484 §4.1). Safe for use by many threads. */
final class DohClient implements AutoCloseable {
  private static final String MEDIA_TYPE = "application/dns-message";
  private static final int MAX_MESSAGE = 65_535;

  private final Http http;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  DohClient(RequestSettings settings, Duration connectTimeout, LongSupplier nanoTime) {
    // No login: these are servers of DNS, not that of the download.
    var nobody = URI.create("dns:none");
    http =
        new Http(
            settings.withTrust(proven(settings.trust())),
            nobody,
            connectTimeout,
            connectTimeout,
            Destinations.ANY,
            nanoTime);
  }

  /** An answer counts because its server is known, so that every certificate is checked. */
  private static ServerTrust proven(ServerTrust trust) {
    return new ServerTrust(trust.authorities(), false);
  }

  /**
   * @throws IOException if the answer does not answer the query; the message has the HTTP status if
   *     that is the reason
   */
  Message ask(URI url, Message query, Duration timeout) throws IOException, InterruptedException {
    Message question = query.clone();
    // So that caches see the same question as the same request (RFC 8484 §4.1).
    question.getHeader().setID(0);
    var response = http.post(url, MEDIA_TYPE, question.toWire(), timeout, "Accept", MEDIA_TYPE);
    try (var body = response.body()) {
      return answer(question, response, body);
    }
  }

  private static Message answer(Message question, ServerResponse response, BodyReader body)
      throws IOException, InterruptedException {
    String type = response.field("Content-Type").orElse("nothing");
    if (response.status() != 200) {
      throw new IOException("HTTP " + response.status());
    }
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase(MEDIA_TYPE)) {
      throw new IOException("answers with " + type);
    }
    var answer = new Message(body.readAll(MAX_MESSAGE));
    boolean ours =
        answer.getHeader().getFlag(Flags.QR)
            && answer.getHeader().getID() == 0
            && question.getQuestion().equals(answer.getQuestion());
    if (!ours) {
      throw new IOException("sent an answer to another question");
    }
    return answer;
  }

  @Override
  public void close() {
    http.close();
  }
}
