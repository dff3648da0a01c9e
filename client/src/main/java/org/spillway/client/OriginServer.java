package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.ForbiddenDestinationException;
import org.spillway.client.http.Http;
import org.spillway.client.http.Problems;
import org.spillway.client.http.RedirectedException;
import org.spillway.client.http.ServerResponse;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.Metainfo;

/**
 * Asks the server that a URL names (RFC 9110 §3.6) for the torrent of a file, or for the file
 * itself.
 */
final class OriginServer {
  private static final String TORRENT_CODING = "torrent, identity;q=0.5";
  private static final String PLAIN_CODING = "identity";

  private final Http http;
  private final URI url;
  private final DownloadTarget target;
  private final boolean overwrite;
  private final Progress progress;
  private @Nullable PlainDownload saving;

  OriginServer(Http http, URI url, DownloadTarget target, boolean overwrite, Progress progress) {
    this.http = http;
    this.url = url;
    this.target = target;
    this.overwrite = overwrite;
    this.progress = progress;
  }

  /** The outcome of the request. */
  sealed interface Answer {
    /** The server sent the file's torrent, by content negotiation. */
    record Torrent(Metainfo metainfo) implements Answer {}

    /** The server sent the plain file, which is complete at the target. */
    record Saved() implements Answer {}

    /**
     * The server does not answer, breaks off, or has a problem of its own (5xx).
     *
     * @param url the URL that was asked for last, to which redirects led
     * @param hope whether and when to ask again
     */
    record Unavailable(URI url, String reason, Hope hope) implements Answer {}
  }

  /**
   * Says whether a server that fails is worth asking again.
   *
   * @param begun whether it sent a part of the file, or asked to come back later
   * @param reached how many bytes of the file were there at most
   * @param delay the time to wait that it asked for, or zero
   */
  record Hope(boolean begun, long reached, Duration delay) {
    private static final Hope NONE = new Hope(false, 0, Duration.ZERO);
  }

  /**
   * Sends the request, and saves a plain file.
   *
   * @throws DownloadException if the server refuses (4xx), or if the file cannot be written
   */
  Answer ask() throws IOException, InterruptedException {
    try {
      return ask(TORRENT_CODING);
    } catch (MalformedMetainfoException e) {
      progress.note("the server sent an invalid torrent (" + e.getMessage() + ")");
      return retry();
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      return unavailable(e);
    }
  }

  /**
   * Returns that the server is unavailable, so that DNS is asked. A certificate that is wrong or
   * has expired is an outage, too: for https URLs, DNS must prove what it says. Throws if a
   * redirect leads inside.
   */
  private Answer unavailable(IOException e) throws DownloadException {
    var failed = e instanceof RedirectedException redirected ? redirected.url() : url;
    var problem = e instanceof RedirectedException redirected ? redirected.problem() : e;
    if (problem instanceof ForbiddenDestinationException) {
      throw new DownloadException(Reason.OTHER, failed.toString(), problem);
    }
    return new Answer.Unavailable(failed, Problems.describe(problem), hope(problem));
  }

  private Hope hope(IOException problem) {
    var wait =
        problem instanceof BusyServerException busy
            ? busy.waitingTime().orElse(Duration.ZERO)
            : Duration.ZERO;
    return new Hope(saving != null, saving == null ? 0 : saving.reached(), wait);
  }

  /**
   * Asks for the plain file alone, and saves it.
   *
   * @throws DownloadException if the server refuses (4xx), or if the file cannot be written
   */
  Answer askPlain() throws IOException, InterruptedException {
    return retry();
  }

  private Answer retry() throws IOException, InterruptedException {
    try {
      return ask(PLAIN_CODING);
    } catch (DownloadException | MalformedMetainfoException e) {
      throw e;
    } catch (IOException e) {
      return unavailable(e);
    }
  }

  private Answer ask(String coding) throws IOException, InterruptedException {
    var response = http.get(url, fields(coding));
    try (var body = response.body()) {
      int status = response.status();
      if (status >= 500 || status == 429) {
        return busy(response);
      }
      if (status == 206) {
        return new Answer.Unavailable(
            response.uri(), "sent a part of the file, for which nobody asked", Hope.NONE);
      }
      if (status != 200) {
        throw refusal(status);
      }
      if (isNegotiatedTorrent(response)) {
        target.remember(response::field);
        return new Answer.Torrent(Metainfo.parse(body.readAll(Downloader.MAX_TORRENT)));
      }
      progress.found(Route.PLAIN_FILE, url.toString());
      target.nameByResponse(response::field);
      saving = new PlainDownload(http, url, response, target.path(), overwrite, progress);
      saving.save();
      return new Answer.Saved();
    }
  }

  private static Answer busy(ServerResponse response) {
    var wait = new BusyServerException(response.status(), response.retryAfter(Instant.now()));
    boolean isAsked = wait.waitingTime().isPresent() || response.status() == 429;
    var hope = new Hope(isAsked, 0, wait.waitingTime().orElse(Duration.ZERO));
    return new Answer.Unavailable(response.uri(), "HTTP " + response.status(), hope);
  }

  /** Returns the fields of both ways of negotiation, as a server may know only one. */
  private static String[] fields(String coding) {
    String accept = coding.equals(PLAIN_CODING) ? "*/*" : Metainfo.MEDIA_TYPE + ", */*;q=0.5";
    return new String[] {"Accept-Encoding", coding, "Accept", accept};
  }

  private DownloadException refusal(int status) {
    boolean refused = status >= 400;
    return new DownloadException(
        refused ? Reason.REFUSED : Reason.PROTOCOL, url + ": HTTP " + status);
  }

  /**
   * Returns whether the response is the torrent of the file that was asked for. A .torrent that was
   * asked for by its own URL is a plain file: the torrent of another resource names itself in
   * Content-Location (RFC 9110 §8.7).
   */
  private static boolean isNegotiatedTorrent(ServerResponse response) {
    String type = response.field("Content-Type").orElse("");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase(Metainfo.MEDIA_TYPE)) {
      return false;
    }
    String location = response.field("Content-Location").orElse("");
    return !location.isEmpty() && !isSame(response.uri(), location);
  }

  private static boolean isSame(URI uri, String location) {
    try {
      return uri.resolve(location).equals(uri);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
