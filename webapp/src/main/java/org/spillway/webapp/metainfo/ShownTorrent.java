package org.spillway.webapp.metainfo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFile;
import org.spillway.torrent.TorrentUrls;
import org.spillway.webapp.terminal.TextWidth;
import org.spillway.webapp.terminal.Units;

/** Tells what stands in a torrent or a magnet link, to people and to programs. */
public final class ShownTorrent {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final MagnetLink link;
  private final TorrentUrls urls;
  private final @Nullable InfoDictionary info;

  private ShownTorrent(MagnetLink link, TorrentUrls urls, @Nullable InfoDictionary info) {
    this.link = link;
    this.urls = urls;
    this.info = info;
  }

  public static ShownTorrent of(Metainfo metainfo) {
    return new ShownTorrent(MagnetLink.of(metainfo), metainfo.urls(), metainfo.info());
  }

  /** Returns what a magnet link tells by itself; its files are not known. */
  public static ShownTorrent of(MagnetLink link) {
    return new ShownTorrent(link, link.urls(), null);
  }

  /** Prints a fact on each line. */
  public void print(PrintWriter out) {
    link.name().ifPresent(name -> line(out, "name", name));
    if (info != null) {
      printInfo(info, out);
    }
    link.infoHash().ifPresent(hash -> line(out, "infohash v1", hash.toString()));
    link.infoHashV2().ifPresent(hash -> line(out, "infohash v2", hash.toString()));
    for (int tier = 0; tier < urls.announceTiers().size(); tier++) {
      for (String tracker : urls.announceTiers().get(tier)) {
        line(out, "tracker " + (tier + 1), tracker);
      }
    }
    urls.webSeeds().forEach(seed -> line(out, "web seed", seed));
    link.peers().forEach(peer -> line(out, "peer", peer));
    line(out, "magnet", link.toString());
    files().forEach(file -> line(out, "file", describe(file)));
  }

  private static void printInfo(InfoDictionary info, PrintWriter out) {
    line(out, "format", info.format().toString().toLowerCase(Locale.ROOT));
    line(out, "size", "%s (%d bytes)".formatted(Units.bytes(info.length()), info.length()));
    line(out, "pieces", "%d of %s".formatted(info.pieceCount(), Units.bytes(info.pieceLength())));
    line(out, "private", info.isPrivate() ? "yes" : "no");
  }

  private static String describe(TorrentFile file) {
    String kind = file.isSymbolicLink() ? ", a symbolic link" : "";
    return "%s (%d bytes%s)".formatted(String.join("/", file.path()), file.length(), kind);
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println(TextWidth.printable("%-12s %s".formatted(name, value)));
  }

  private List<TorrentFile> files() {
    return info == null
        ? List.of()
        : info.files().stream().filter(file -> !file.isPadding()).toList();
  }

  /** Returns a JSON object on one line; what is not known is left out. */
  public String json() {
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.US_ASCII).replace("\u007f", "\\u007f");
  }

  private void write(JsonGenerator json) throws IOException {
    write(json, "name", link.name());
    if (info != null) {
      json.writeStringField("format", info.format().toString().toLowerCase(Locale.ROOT));
      json.writeNumberField("length", info.length());
      json.writeNumberField("pieceLength", info.pieceLength());
      json.writeNumberField("pieces", info.pieceCount());
      json.writeBooleanField("private", info.isPrivate());
    }
    write(json, "infohashV1", link.infoHash().map(Object::toString));
    write(json, "infohashV2", link.infoHashV2().map(Object::toString));
    json.writeArrayFieldStart("trackers");
    for (List<String> tier : urls.announceTiers()) {
      write(json, tier);
    }
    json.writeEndArray();
    json.writeFieldName("webSeeds");
    write(json, urls.webSeeds());
    json.writeStringField("magnet", link.toString());
    if (info != null) {
      writeFiles(json);
    }
  }

  private void writeFiles(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("files");
    for (TorrentFile file : files()) {
      json.writeStartObject();
      json.writeStringField("path", String.join("/", file.path()));
      json.writeNumberField("length", file.length());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, String field, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(field, value.get());
    }
  }

  private static void write(JsonGenerator json, List<String> texts) throws IOException {
    json.writeStartArray();
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
