package org.spillway.tracker.webtorrent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.SwarmCounts;

/** Writes what the tracker sends, each as one message in UTF-8. Safe for use by many threads. */
public final class ResponseWriter {
  private static final int USUAL_LENGTH = 256;

  private final JsonFactory json =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  private interface Members {
    void write(JsonGenerator out) throws IOException;
  }

  /** The answer to an announce. */
  public byte[] announced(InfoHash infoHash, SwarmCounts counts, Duration interval) {
    return message(
        USUAL_LENGTH,
        out -> {
          out.writeStringField("action", "announce");
          out.writeNumberField("interval", interval.toSeconds());
          out.writeStringField("info_hash", BinaryString.of(infoHash));
          out.writeNumberField("complete", counts.complete());
          out.writeNumberField("incomplete", counts.incomplete());
          out.writeNumberField("downloaded", counts.downloaded());
        });
  }

  /** Carries the offer of the peer {@code from} to the peer that this is sent to. */
  public byte[] offer(InfoHash infoHash, PeerId from, WebRtcOffer offer) {
    return description("offer", infoHash, from, offer.id(), offer.sdp());
  }

  /** Carries the answer of a peer to the peer whose offer it answers. */
  public byte[] answer(WebTorrentRequest.Answer answer) {
    return description("answer", answer.infoHash(), answer.from(), answer.offerId(), answer.sdp());
  }

  private byte[] description(
      String type, InfoHash infoHash, PeerId from, String offerId, String sdp) {
    return message(
        USUAL_LENGTH + sdp.length() + sdp.length() / 8,
        out -> {
          out.writeStringField("action", "announce");
          out.writeObjectFieldStart(type);
          out.writeStringField("type", type);
          out.writeStringField("sdp", sdp);
          out.writeEndObject();
          out.writeStringField("offer_id", offerId);
          out.writeStringField("peer_id", BinaryString.of(from));
          out.writeStringField("info_hash", BinaryString.of(infoHash));
        });
  }

  public byte[] scraped(Map<InfoHash, SwarmCounts> files) {
    return message(
        USUAL_LENGTH,
        out -> {
          out.writeStringField("action", "scrape");
          out.writeObjectFieldStart("files");
          for (var file : files.entrySet()) {
            out.writeObjectFieldStart(BinaryString.of(file.getKey()));
            out.writeNumberField("complete", file.getValue().complete());
            out.writeNumberField("incomplete", file.getValue().incomplete());
            out.writeNumberField("downloaded", file.getValue().downloaded());
            out.writeEndObject();
          }
          out.writeEndObject();
        });
  }

  /** The refusal of an announce or an answer. */
  public byte[] failed(InfoHash infoHash, String reason) {
    return message(
        USUAL_LENGTH,
        out -> {
          out.writeStringField("action", "announce");
          out.writeStringField("failure reason", reason);
          out.writeStringField("info_hash", BinaryString.of(infoHash));
        });
  }

  /** The refusal of a message that says neither what it wants nor of which torrent. */
  public byte[] failed(String reason) {
    return message(USUAL_LENGTH, out -> out.writeStringField("failure reason", reason));
  }

  private byte[] message(int expectedLength, Members members) {
    var bytes = new ByteArrayOutputStream(expectedLength);
    try (var out = json.createGenerator(bytes)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes all", e);
    }
    return bytes.toByteArray();
  }
}
