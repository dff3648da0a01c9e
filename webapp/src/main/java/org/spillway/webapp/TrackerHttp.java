package org.spillway.webapp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.spillway.net.DaemonThreads;
import org.spillway.swarm.announce.HttpGetter;

/**
 * Asks trackers over HTTP that the operator has named. Redirects are not followed: a tracker
 * elsewhere must not lead this server to an address of its own choice.
 */
final class TrackerHttp implements HttpGetter, AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final ExecutorService executor =
      Executors.newCachedThreadPool(new DaemonThreads("announce-http"));

  /** Of our own, because that of the JDK would keep a web application in memory. */
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, new DaemonThreads("announce-http-timer"));

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_TIMEOUT)
          .executor(executor)
          .build();

  TrackerHttp() {
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public CompletionStage<byte[]> get(URI url, int maxLength, Duration limit) {
    try {
      var request =
          HttpRequest.newBuilder(url).timeout(limit).header("User-Agent", "spillway").build();
      var answer = client.sendAsync(request, response -> new ShortBody(maxLength));
      var body = answer.thenApply(TrackerHttp::body);
      // The request's own timeout ends with the header.
      Runnable giveUp =
          () -> {
            body.completeExceptionally(new HttpTimeoutException("no answer in time"));
            answer.cancel(true);
          };
      var end = timer.schedule(giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
      return body.whenComplete((bytes, problem) -> end.cancel(false));
    } catch (IllegalArgumentException | RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new IOException(e.getMessage(), e));
    }
  }

  private static byte[] body(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new CompletionException(new IOException("HTTP " + response.statusCode()));
    }
    return response.body();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    executor.shutdownNow();
  }

  /** Collects a body that must not be longer than a limit. */
  private static final class ShortBody implements BodySubscriber<byte[]> {
    private final int maxLength;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    ShortBody(int maxLength) {
      this.maxLength = maxLength;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (bytes.size() + buffer.remaining() > maxLength) {
          fail(new IOException("the answer has more than " + maxLength + " bytes"));
          return;
        }
        byte[] chunk = new byte[buffer.remaining()];
        buffer.get(chunk);
        bytes.writeBytes(chunk);
      }
    }

    private void fail(IOException problem) {
      if (subscription != null) {
        subscription.cancel();
      }
      body.completeExceptionally(problem);
    }

    @Override
    public void onError(Throwable problem) {
      body.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
      body.complete(bytes.toByteArray());
    }
  }
}
