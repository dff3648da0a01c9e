package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.spillway.client.DownloadException.Reason;
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
  private final Path target;
  private final boolean overwrite;
  private final Progress progress;

  OriginServer(Http http, URI url, Path target, boolean overwrite, Progress progress) {
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
     */
    record Unavailable(URI url, String reason) implements Answer {}
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
   * Returns that the server is unavailable, so that DNS is asked. Throws if the certificate is not
   * the server's, or if a redirect leads inside, because an attacker may be on the way.
   */
  private Answer unavailable(IOException e) throws DownloadException {
    var failed = e instanceof RedirectedException redirected ? redirected.url() : url;
    var problem = e instanceof RedirectedException redirected ? redirected.problem() : e;
    boolean isForged = problem instanceof SSLException && !Problems.isBrokenOff(problem);
    if (isForged || problem instanceof ForbiddenDestinationException) {
      throw new DownloadException(Reason.OTHER, failed.toString(), problem);
    }
    return new Answer.Unavailable(failed, Problems.describe(problem));
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
      int status = response.statusCode();
      if (status >= 500) {
        return new Answer.Unavailable(response.uri(), "HTTP " + status);
      }
      if (status != 200) {
        throw refusal(status);
      }
      if (isNegotiatedTorrent(response)) {
        return new Answer.Torrent(Metainfo.parse(body.readAll(Downloader.MAX_TORRENT)));
      }
      progress.found(Route.PLAIN_FILE, url.toString());
      new PlainDownload(http, response, target, overwrite, progress).save();
      return new Answer.Saved();
    }
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
  private static boolean isNegotiatedTorrent(HttpResponse<?> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase(Metainfo.MEDIA_TYPE)) {
      return false;
    }
    String location = response.headers().firstValue("Content-Location").orElse("");
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
