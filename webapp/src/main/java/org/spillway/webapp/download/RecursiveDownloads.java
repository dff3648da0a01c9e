package org.spillway.webapp.download;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.spillway.client.DownloadException;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.DownloadResult;
import org.spillway.client.DownloadUrl;
import org.spillway.client.Downloader;
import org.spillway.client.Progress;
import org.spillway.client.http.Login;
import org.spillway.client.http.UrlHost;

/** Turns folders of servers into downloads of all files below them. */
public final class RecursiveDownloads {
  private final Downloader downloader;
  private final boolean replace;

  /**
   * @param replace whether different files may be replaced
   */
  public RecursiveDownloads(Downloader downloader, boolean replace) {
    this.downloader = downloader;
    this.replace = replace;
  }

  /**
   * Finds the files, which blocks until all listings are there.
   *
   * @param text the URL of a folder, with a slash at its end or without
   * @param into the folder in which a folder of the same name is made; if it is empty, what is in
   *     it goes there
   * @throws DownloadException if a listing cannot be had or read
   * @throws IllegalArgumentException if the argument is no URL of a server
   */
  public List<PlacedDownload> find(String text, Path into)
      throws DownloadException, InterruptedException {
    URI url = DownloadUrl.parse(text);
    if (url.isOpaque() || url.getRawQuery() != null) {
      throw new IllegalArgumentException(
          text + ": must be the URL of a folder with --recursive, without a query");
    }
    URI folder = url.getRawPath().endsWith("/") ? url : URI.create(url + "/");
    Path root = Downloader.nameIn(into, nameOf(folder));
    List<PlacedDownload> downloads = new ArrayList<>();
    for (var file : RemoteFolder.files(downloader, folder)) {
      Path target = root;
      for (String name : file.names()) {
        target = Downloader.nameIn(target, name);
      }
      downloads.add(download(file.url(), target));
    }
    return downloads;
  }

  private static String nameOf(URI folder) {
    String[] names = folder.getPath().split("/", 0);
    return names.length == 0 ? UrlHost.of(folder).orElse("folder") : names[names.length - 1];
  }

  private PlacedDownload download(URI url, Path target) {
    var argument =
        new Argument(
            Login.removedFrom(url).toString(),
            (path, with, progress) -> fetch(url, path, with, progress),
            Optional.empty(),
            Optional.empty(),
            false);
    return new PlacedDownload(argument, new Output.AtPath(target), Optional.empty(), replace);
  }

  private static DownloadResult fetch(URI url, Path target, Downloader with, Progress progress)
      throws DownloadException, InterruptedException {
    Path parent = Objects.requireNonNull(target.toAbsolutePath().getParent());
    try {
      if (!Files.isDirectory(parent)) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, parent + ": cannot be made: " + e.getMessage());
    }
    return with.get(url, target, progress);
  }
}
