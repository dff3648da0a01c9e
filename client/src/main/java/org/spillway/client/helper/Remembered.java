package org.spillway.client.helper;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.spillway.torrent.Metainfo;

/**
 * The state of an unfinished download in the journal.
 *
 * @param phase {@link Phase#PAUSED}, {@link Phase#FAILED} and {@link Phase#CANCELLED} are kept, all
 *     others go on as {@link Phase#WAITING}
 * @param length the length of the file in bytes, or 0 if it is not known
 * @param verified bytes that were on the disk when the download stopped; to be shown until they
 *     have been verified again
 */
record Remembered(
    DownloadSource source,
    Path target,
    Phase phase,
    String failure,
    Received received,
    long length,
    long verified) {

  Remembered {
    if (phase.isActive()) {
      phase = Phase.WAITING;
    }
  }

  /** Returns the state of a download that has not begun. */
  static Remembered anew(DownloadSource source, Path target) {
    return new Remembered(source, target, Phase.WAITING, "", Received.NOTHING, source.length(), 0);
  }

  /** Returns the state as JSON, without the torrent, which has a file of its own. */
  byte[] toJson() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("url", source.url().toString());
      json.writeStringField("target", target.toString());
      json.writeStringField("phase", phase.wireName());
      json.writeStringField("failure", failure);
      json.writeNumberField("fromServer", received.server());
      json.writeNumberField("fromMirrors", received.mirrors());
      json.writeNumberField("fromPeers", received.peers());
      json.writeNumberField("length", length);
      json.writeNumberField("verified", verified);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /**
   * @param torrent the torrent; an empty array if there is none
   * @throws IOException if the bytes are not those of {@link #toJson()}
   */
  static Remembered of(byte[] json, byte[] torrent) throws IOException {
    var fields = JsonFields.parse(json);
    try {
      URI url = URI.create(fields.text("url").orElseThrow(() -> missing("url")));
      Path target = Path.of(fields.text("target").orElseThrow(() -> missing("target")));
      if (!target.isAbsolute()) {
        throw new MalformedJsonException("the target is not an absolute path");
      }
      return new Remembered(
          torrent.length == 0
              ? DownloadSource.of(url)
              : DownloadSource.of(url, Metainfo.parse(torrent)),
          target,
          fields.text("phase").flatMap(Phase::of).orElseThrow(() -> missing("phase")),
          fields.text("failure").orElse(""),
          new Received(
              fields.count("fromServer"), fields.count("fromMirrors"), fields.count("fromPeers")),
          fields.count("length"),
          fields.count("verified"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException(String.valueOf(e.getMessage()));
    }
  }

  private static MalformedJsonException missing(String name) {
    return new MalformedJsonException("the member " + name + " is missing or unknown");
  }
}
