package org.spillway.webapp.download;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.spillway.catalog.source.Problem;
import org.spillway.client.DownloadException;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.DownloadResult;
import org.spillway.client.DownloadUrl;
import org.spillway.client.Downloader;
import org.spillway.client.Progress;

/** Reads Metalink files (RFC 5854), as far as a download needs them. */
final class MetalinkFile {
  private static final int MAX_LENGTH = 4 * 1024 * 1024;
  private static final int MAX_FILES = 10_000;
  private static final int MAX_URLS = 100;
  private static final int MAX_TEXT = 8 * 1024;

  /** The last priority, which a URL without one has (RFC 5854 §4.2.17.3). */
  private static final int LAST = 999_999;

  /** The hash functions that count, the strongest first; Metalinks name them so. */
  private static final List<String> ALGORITHMS = List.of("sha-512", "sha-384", "sha-256", "sha-1");

  private final Path file;
  private final XMLStreamReader xml;

  private MetalinkFile(Path file, XMLStreamReader xml) {
    this.file = file;
    this.xml = xml;
  }

  /** A place of a file, which is tried before those of greater numbers. */
  record Place(URI url, int priority) {}

  /**
   * A file that a Metalink names.
   *
   * @param places where it is, the best one first
   */
  record Entry(String name, List<Place> places, Optional<Checksum> checksum) {
    Argument argument() {
      return new Argument(name, this::fetch, checksum, Optional.of(name), false);
    }

    private DownloadResult fetch(Path target, Downloader downloader, Progress progress)
        throws DownloadException, InterruptedException {
      for (Place place : places.subList(0, places.size() - 1)) {
        try {
          var result = downloader.get(place.url, target, progress);
          if (isRight(result.file())) {
            return result;
          }
          progress.note(place.url + ": not the file that the Metalink means; trying the next URL");
        } catch (DownloadException e) {
          if (e.reason() == Reason.FILE) {
            throw e;
          }
          progress.note(e.getMessage() + "; trying the next URL");
        }
      }
      return downloader.get(places.get(places.size() - 1).url, target, progress);
    }

    /** Compares a file with the hash; one that is wrong is removed, so that another can come. */
    private boolean isRight(Path file) throws DownloadException {
      try {
        boolean isRight = checksum.isEmpty() || checksum.get().matches(file);
        if (!isRight) {
          Files.delete(file);
        }
        return isRight;
      } catch (IOException e) {
        throw new DownloadException(Reason.FILE, file + ": " + Problem.of(e));
      }
    }
  }

  /**
   * Reads the files that a Metalink names.
   *
   * @throws DownloadException if it cannot be read, or is malformed
   */
  static List<Entry> read(Path file) throws DownloadException {
    var factory = XMLInputFactory.newDefaultFactory();
    // Neither files of this machine nor other servers are read for it (CWE-611).
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      if (Files.size(file) > MAX_LENGTH) {
        throw new DownloadException(
            Reason.PROTOCOL, "%s: must have at most %d bytes".formatted(file, MAX_LENGTH));
      }
      try (var in = Files.newInputStream(file)) {
        return new MetalinkFile(file, factory.createXMLStreamReader(in)).entries();
      }
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, file + ": " + e.getMessage());
    } catch (XMLStreamException e) {
      String place = "line " + (e.getLocation() == null ? 0 : e.getLocation().getLineNumber());
      throw new DownloadException(Reason.PROTOCOL, file + ": no well-formed XML at " + place);
    }
  }

  private List<Entry> entries() throws XMLStreamException, DownloadException {
    List<Entry> entries = new ArrayList<>();
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("file")) {
        entries.add(entry(attribute("name")));
      }
      if (entries.size() > MAX_FILES) {
        throw malformed("must name at most " + MAX_FILES + " files");
      }
    }
    if (entries.isEmpty()) {
      throw malformed("names no file");
    }
    return entries;
  }

  private Entry entry(String path) throws XMLStreamException, DownloadException {
    List<Place> places = new ArrayList<>();
    List<Checksum> hashes = new ArrayList<>();
    int depth = 1;
    while (depth > 0) {
      int event = xml.next();
      depth += event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        // Hashes of pieces stand one level deeper than that of the file.
        if (depth == 2 && take(places, hashes)) {
          depth--;
        }
      }
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isBlank() || places.isEmpty()) {
      throw malformed("a file must have a name and an http or https URL");
    }
    places.sort(Comparator.comparingInt(Place::priority));
    var best =
        hashes.stream()
            .min(
                Comparator.comparingInt(
                    hash -> ALGORITHMS.indexOf(hash.algorithm().toLowerCase(Locale.ROOT))));
    return new Entry(name, List.copyOf(places), best);
  }

  /** Reads an element of a file, and returns whether its end was read as well. */
  private boolean take(List<Place> places, List<Checksum> hashes)
      throws XMLStreamException, DownloadException {
    switch (xml.getLocalName()) {
      case "url" -> {
        int priority = priority();
        var url = url(text());
        if (url.isPresent() && places.size() < MAX_URLS) {
          places.add(new Place(url.get(), priority));
        }
        return true;
      }
      case "hash" -> {
        String type = attribute("type").toLowerCase(Locale.ROOT);
        String hex = text();
        if (ALGORITHMS.contains(type)) {
          hashes.add(hash(type, hex));
        }
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  private Checksum hash(String type, String hex) throws DownloadException {
    try {
      return Checksum.of(type, hex);
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private int priority() {
    String text = attribute("priority");
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : LAST;
  }

  private static Optional<URI> url(String text) {
    try {
      URI url = DownloadUrl.parse(text);
      return url.isOpaque() ? Optional.empty() : Optional.of(url);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String text() throws XMLStreamException, DownloadException {
    String text = xml.getElementText().strip();
    if (text.length() > MAX_TEXT) {
      throw malformed("a text must have at most " + MAX_TEXT + " characters");
    }
    return text;
  }

  private String attribute(String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  private DownloadException malformed(String problem) {
    return new DownloadException(Reason.PROTOCOL, file + ": " + problem);
  }
}
