package org.spillway.webapp.download;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.spillway.client.DownloadException;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.Downloader;
import org.spillway.torrent.PercentEncoding;

/**
 * Finds the files below a folder of a server, by the listings that it makes for programs: those of
 * Spillway, and nginx's {@code autoindex_format json}. Only names are taken from them, so that no
 * listing leads out of the folder or to another host. Blocks; for use by one thread.
 */
final class RemoteFolder {
  /** The most folders within each other; file systems have such limits, too. */
  static final int MOST_DEPTH = 64;

  private static final int MOST_FILES = 1_000_000;

  /** A listing that names itself twice would lead to twice as many at each depth. */
  private static final int MOST_FOLDERS = 100_000;

  /** The entries of a page that are asked for, and the length of the longest page in bytes. */
  private static final int PAGE = 250;

  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private final Downloader downloader;
  private final List<Found> files = new ArrayList<>();
  private int folders;

  private RemoteFolder(Downloader downloader) {
    this.downloader = downloader;
  }

  /**
   * A file.
   *
   * @param names the names of the folders below the first one, and of the file
   */
  record Found(URI url, List<String> names) {}

  /**
   * Finds all files.
   *
   * @param folder its path ends in a slash
   * @throws DownloadException if a listing cannot be had or read
   */
  static List<Found> files(Downloader downloader, URI folder)
      throws DownloadException, InterruptedException {
    var remote = new RemoteFolder(downloader);
    remote.list(folder, List.of());
    return remote.files;
  }

  private void list(URI folder, List<String> names) throws DownloadException, InterruptedException {
    if (names.size() > MOST_DEPTH) {
      throw malformed(folder, "more than " + MOST_DEPTH + " folders lie within each other");
    }
    folders++;
    if (folders > MOST_FOLDERS) {
      throw malformed(folder, "more than " + MOST_FOLDERS + " folders are too many");
    }
    String after = "";
    do {
      var page = page(folder, after);
      String last = after;
      for (JsonNode entry : page.isArray() ? page : page.path("entries")) {
        last = add(folder, names, entry);
      }
      boolean hasNext = page.path("next").isTextual();
      if (hasNext && last.equals(after)) {
        throw malformed(folder, "its listing does not end");
      }
      after = hasNext ? last : "";
    } while (!after.isEmpty());
  }

  /** Adds a file or what is below a folder, and returns its name. */
  private String add(URI folder, List<String> names, JsonNode entry)
      throws DownloadException, InterruptedException {
    String name = entry.path("name").asText();
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw malformed(folder, "its listing has an entry without a proper name");
    }
    List<String> below = new ArrayList<>(names);
    below.add(name);
    URI url = URI.create(folder + PercentEncoding.component(name));
    switch (entry.path("type").asText()) {
      case "folder", "directory" -> list(URI.create(url + "/"), below);
      case "file" -> {
        files.add(new Found(url, List.copyOf(below)));
        if (files.size() > MOST_FILES) {
          throw malformed(folder, "more than " + MOST_FILES + " files are too many");
        }
      }
      default -> throw malformed(folder, "its listing has an entry of an unknown type");
    }
    return name;
  }

  private JsonNode page(URI folder, String after) throws DownloadException, InterruptedException {
    String query = "?format=json&limit=" + PAGE;
    String next = after.isEmpty() ? "" : "&after=" + PercentEncoding.component(after);
    byte[] json =
        downloader.document(URI.create(folder + query + next), "application/json", MOST_BYTES);
    try {
      var page = new ObjectMapper().readTree(json);
      if (page.isArray() || page.path("entries").isArray()) {
        return page;
      }
    } catch (IOException e) {
      // Told below: most servers answer with a page for people.
    }
    throw malformed(
        folder,
        "the server does not list its files as JSON, as Spillway and nginx (autoindex_format json)"
            + " do");
  }

  private static DownloadException malformed(URI folder, String problem) {
    return new DownloadException(Reason.PROTOCOL, folder + ": " + problem);
  }
}
