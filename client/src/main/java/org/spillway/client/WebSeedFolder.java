package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.spillway.client.http.BodyReader;
import org.spillway.client.http.Http;
import org.spillway.swarm.download.PieceRange;
import org.spillway.torrent.FilePart;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PercentEncoding;
import org.spillway.torrent.TorrentFile;

/**
 * Reads consecutive pieces from the files of a web seed's folder (BEP 19), each file with one
 * request. For use by one thread.
 */
final class WebSeedFolder implements AutoCloseable {
  /** The most bytes before the wanted ones that are skipped if a server does not send ranges. */
  private static final int MAX_SKIP = 4 * 1024 * 1024;

  private static final int CHUNK = 64 * 1024;

  private final URI folder;
  private final InfoDictionary info;
  private final Http http;
  private final PieceRange range;
  private final Runnable whenRead;
  private @Nullable BodyReader body;
  private int file;
  private long position;

  /**
   * @param folder the folder that has the torrent's name, without a slash at the end
   * @param range the pieces that will be read
   * @param whenRead is run whenever bytes have arrived
   */
  WebSeedFolder(URI folder, InfoDictionary info, Http http, PieceRange range, Runnable whenRead) {
    this.folder = folder;
    this.info = info;
    this.http = http;
    this.range = range;
    this.whenRead = whenRead;
  }

  /**
   * Returns the next piece of the range.
   *
   * @throws UselessSeedException if the folder has not these files
   */
  byte[] read(int piece) throws IOException, InterruptedException {
    byte[] bytes = new byte[info.pieceSize(piece)];
    int at = 0;
    for (FilePart part : info.parts(piece)) {
      if (!info.files().get(part.file()).isPadding()) {
        readFully(open(part, piece), bytes, at, part.length());
        position += part.length();
      }
      at += part.length();
    }
    return bytes;
  }

  /** Returns a body whose next byte is the first of the part. */
  private BodyReader open(FilePart part, int piece) throws IOException, InterruptedException {
    var open = body;
    if (open != null && file == part.file() && position == part.offset()) {
      return open;
    }
    close();
    var wanted = info.files().get(part.file());
    String bytes = "bytes=" + part.offset() + "-" + (end(part, piece) - 1);
    var response = http.get(uri(wanted), "Range", bytes, "Accept-Encoding", "identity");
    open = response.body();
    body = open;
    file = part.file();
    position = part.offset();
    if (!RangeAnswer.isRange(response, part.offset(), wanted.length())) {
      skip(open, part.offset());
    }
    return open;
  }

  /** Returns the end of the bytes of this file that lie within the range. */
  private long end(FilePart part, int piece) {
    long end = part.offset() + part.length();
    for (int next = piece + 1; next < range.end(); next++) {
      var first = info.parts(next).get(0);
      if (first.file() != part.file()) {
        break;
      }
      end += first.length();
    }
    return end;
  }

  private URI uri(TorrentFile wanted) {
    return URI.create(
        wanted.path().stream()
            .map(PercentEncoding::component)
            .collect(Collectors.joining("/", folder + "/", "")));
  }

  private void skip(BodyReader open, long count) throws IOException, InterruptedException {
    if (count > MAX_SKIP) {
      throw new UselessSeedException("the server does not send ranges of files");
    }
    byte[] skipped = new byte[CHUNK];
    for (long left = count; left > 0; left -= CHUNK) {
      readFully(open, skipped, 0, (int) Math.min(left, CHUNK));
    }
  }

  private void readFully(BodyReader open, byte[] bytes, int start, int length)
      throws IOException, InterruptedException {
    int at = start;
    while (at < start + length) {
      int read = open.read(bytes, at, start + length - at);
      if (read < 0) {
        throw new IOException("the answer ended %d bytes early".formatted(start + length - at));
      }
      at += read;
      whenRead.run();
    }
  }

  @Override
  public void close() throws IOException {
    if (body != null) {
      body.close();
    }
    body = null;
  }
}
