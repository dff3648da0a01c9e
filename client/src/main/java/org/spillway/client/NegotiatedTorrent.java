package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.Http;
import org.spillway.client.http.Login;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.Metainfo;

/** Asks a server for the torrent of a file, without the file. */
public final class NegotiatedTorrent {
  private NegotiatedTorrent() {}

  /**
   * Returns the torrent that a server gives by content negotiation, or that stands at the URL
   * itself.
   *
   * @throws DownloadException if the server does not answer, refuses, or has no torrent of it
   */
  public static Metainfo at(URI url, ClientSettings settings)
      throws DownloadException, InterruptedException {
    URI named = Login.removedFrom(url);
    try (var http = settings.http(url, System::nanoTime)) {
      return at(named, http);
    } catch (DownloadException e) {
      throw e;
    } catch (MalformedMetainfoException e) {
      throw new DownloadException(Reason.PROTOCOL, named.toString(), e);
    } catch (IOException e) {
      throw new DownloadException(Reason.UNREACHABLE, named.toString(), e);
    }
  }

  private static Metainfo at(URI url, Http http) throws IOException, InterruptedException {
    var response =
        http.get(
            url,
            "Accept-Encoding",
            "torrent, identity;q=0.5",
            "Accept",
            Metainfo.MEDIA_TYPE + ", */*;q=0.5");
    try (var body = response.body()) {
      int status = response.status();
      if (status != 200) {
        var reason = status >= 500 ? Reason.UNREACHABLE : Reason.REFUSED;
        throw new DownloadException(reason, url + ": HTTP " + status);
      }
      String type = response.field("Content-Type").orElse("").split(";", 2)[0];
      if (!type.strip().equalsIgnoreCase(Metainfo.MEDIA_TYPE)) {
        throw new DownloadException(
            Reason.PROTOCOL, url + ": the server has no torrent of it, only the file itself");
      }
      return Metainfo.parse(body.readAll(Downloader.MAX_TORRENT));
    }
  }
}
