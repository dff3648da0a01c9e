package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Random;
import org.spillway.client.http.BodyReader;
import org.spillway.client.http.ForbiddenDestinationException;
import org.spillway.client.http.Http;
import org.spillway.client.http.Problems;
import org.spillway.client.http.ServerResponse;
import org.spillway.client.http.UrlHost;
import org.spillway.swarm.download.Download;
import org.spillway.swarm.download.PieceRange;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PercentEncoding;

/**
 * Downloads pieces from one web seed, several with each request (BEP 19). For use by one thread.
 */
final class WebSeed implements Runnable {
  /**
   * The bytes in the first request: long enough to keep a line busy, short enough to share the
   * work.
   */
  private static final int SHORTEST_RUN = 4 * 1024 * 1024;

  /** The length that requests grow to, so that a long way to the server costs little. */
  private static final int LONGEST_RUN = 64 * 1024 * 1024;

  /** The failures in turn after which a web seed is given up, if retries are wanted at all. */
  private static final int MAX_FAILURES = 6;

  private static final int TICK_MILLIS = 500;

  private final String url;
  private final Source source;
  private final Download download;
  private final InfoDictionary info;
  private final Http http;
  private final Progress progress;
  private final Failures failures;
  private final Backoff backoff = new Backoff(new Random());
  private final int mostFailures;
  private int run = SHORTEST_RUN;
  private byte[] memory = {};
  private volatile boolean dead;

  WebSeed(
      String url,
      Source source,
      Download download,
      Http http,
      Progress progress,
      Failures failures) {
    this.url = url;
    this.source = source;
    this.download = download;
    this.info = download.info();
    this.http = http;
    this.progress = progress;
    this.failures = failures;
    this.mostFailures = Math.min(MAX_FAILURES, http.retries() + 1);
  }

  /** Returns whether this web seed has been given up. */
  boolean isDead() {
    return dead;
  }

  @Override
  public void run() {
    try {
      URI file = file();
      while (backoff.tries() < mostFailures && download.isOpen()) {
        fetchNext(file);
      }
    } catch (UselessSeedException e) {
      failures.add("web seed " + url, Problems.describe(e));
    } catch (InterruptedException e) {
      // The download ends.
    } finally {
      dead = true;
    }
  }

  /**
   * Returns the URL of the file, or of the folder without a slash at the end. A URL that ends in a
   * slash is a folder, in which the file or folder has the torrent's name (BEP 19).
   */
  private URI file() throws UselessSeedException {
    try {
      boolean isParent = url.endsWith("/") || !info.isSingleFile();
      String name = PercentEncoding.component(info.name());
      String text = isParent ? url.replaceFirst("/?$", "/") + name : url;
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (UrlHost.of(uri).isEmpty() || !(scheme.equals("http") || scheme.equals("https"))) {
        throw new UselessSeedException("not an HTTP URL");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new UselessSeedException("not a URL: " + e.getReason());
    }
  }

  private void fetchNext(URI file) throws UselessSeedException, InterruptedException {
    var range = download.takeRange(Math.max(1, run / info.pieceLength()));
    if (range.isEmpty()) {
      download.pause(TICK_MILLIS);
      return;
    }
    try {
      fetch(file, range);
      backoff.reset();
      run = Math.min(LONGEST_RUN, 2 * run);
    } catch (UselessSeedException | WrongContentException | ForbiddenDestinationException e) {
      throw new UselessSeedException(Problems.describe(e));
    } catch (IOException e) {
      failures.add("web seed " + url, Problems.describe(e));
      download.pause(wait(e));
    } finally {
      for (int piece = range.first(); piece < range.end(); piece++) {
        download.release(piece);
      }
    }
  }

  private long wait(IOException e) {
    long wait = backoff.failed();
    return e instanceof BusyServerException busy && busy.waitingTime().isPresent()
        ? Math.max(wait, busy.waitingTime().get().toMillis())
        : wait;
  }

  private void fetch(URI file, PieceRange range) throws IOException, InterruptedException {
    if (!info.isSingleFile()) {
      fetchFiles(file, range);
      return;
    }
    long start = range.start(info);
    long last = start + range.length(info) - 1;
    var response =
        http.get(file, "Range", "bytes=" + start + "-" + last, "Accept-Encoding", "identity");
    try (var body = response.body()) {
      read(body, served(response, range));
    }
  }

  private void fetchFiles(URI folder, PieceRange range) throws IOException, InterruptedException {
    try (var files = new WebSeedFolder(folder, info, http, range, download::touch)) {
      for (int piece = range.first(); piece < range.end() && download.isOpen(); piece++) {
        handIn(piece, files.read(piece));
      }
    }
  }

  private void handIn(int piece, byte[] bytes) throws IOException {
    Runnable whenKept = () -> progress.received(source, bytes.length);
    if (download.isMissing(piece) && !download.handIn(piece, bytes, whenKept)) {
      throw new WrongContentException("piece " + piece);
    }
  }

  /** Returns the pieces that the response holds. */
  private PieceRange served(ServerResponse response, PieceRange asked) throws IOException {
    boolean isRange = RangeAnswer.isRange(response, asked.start(info), info.length());
    return isRange ? asked : PieceRange.all(info);
  }

  private void read(BodyReader body, PieceRange range) throws IOException, InterruptedException {
    for (int piece = range.first(); piece < range.end() && download.isOpen(); piece++) {
      byte[] bytes = memory(info.pieceSize(piece));
      int read = readFully(body, bytes);
      if (read < bytes.length) {
        throw new IOException(
            "the answer ended %d bytes before piece %d".formatted(bytes.length - read, piece + 1));
      }
      handIn(piece, bytes);
    }
  }

  /** Returns the memory of the last piece, which is written by now, or new memory. */
  private byte[] memory(int size) {
    if (memory.length != size) {
      memory = new byte[size];
    }
    return memory;
  }

  private int readFully(BodyReader body, byte[] bytes) throws IOException, InterruptedException {
    int at = 0;
    while (at < bytes.length) {
      int read = body.read(bytes, at, bytes.length - at);
      if (read < 0) {
        return at;
      }
      at += read;
      download.touch();
    }
    return at;
  }
}
