package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.spillway.net.DaemonThreads;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/** Asks servers of DNS over HTTPS by POST (RFC 8484 §4.1). Safe for use by many threads. */
final class DohClient implements AutoCloseable {
  private static final String MEDIA_TYPE = "application/dns-message";
  private static final int MAX_MESSAGE = 65_535;

  private final ExecutorService executor =
      Executors.newCachedThreadPool(new DaemonThreads("client-doh"));
  private final HttpClient client;
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  DohClient(Duration connectTimeout, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(connectTimeout)
            .executor(executor)
            .build();
  }

  /**
   * @throws IOException if the answer does not answer the query; the message has the HTTP status if
   *     that is the reason
   */
  Message ask(URI url, Message query, Duration timeout) throws IOException, InterruptedException {
    Message question = query.clone();
    // So that caches see the same question as the same request (RFC 8484 §4.1).
    question.getHeader().setID(0);
    var request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", MEDIA_TYPE)
            .header("Accept", MEDIA_TYPE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(question.toWire()))
            .build();
    var response = client.send(request, header -> new BodyReader(timeout, nanoTime));
    try (var body = response.body()) {
      return answer(question, response, body);
    }
  }

  private static Message answer(Message question, HttpResponse<?> response, BodyReader body)
      throws IOException, InterruptedException {
    String type = response.headers().firstValue("Content-Type").orElse("nothing");
    if (response.statusCode() != 200) {
      throw new IOException("HTTP " + response.statusCode());
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
    executor.shutdownNow();
  }
}
