package org.spillway.tracker.webtorrent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what peers send. Deep nesting, long numbers, duplicated keys and long session descriptions
 * are refused before they cost anything; members that are not known are skipped. Safe for use by
 * many threads.
 */
public final class RequestReader {
  /** Clients send five or ten; those beyond are ignored. */
  public static final int MAX_OFFERS = 10;

  /** As many as over UDP (BEP 15). */
  public static final int MAX_SCRAPED = 74;

  /** In bytes of UTF-8. Ten offers with the candidates of a host that has many addresses fit. */
  public static final int MAX_MESSAGE = 64 * 1024;

  /** In characters. */
  static final int MAX_SDP = 16 * 1024;

  private static final int MAX_DEPTH = 5;
  private static final int MAX_NUMBER = 30;
  private static final int MAX_NAME = 64;

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .maxNameLength(MAX_NAME)
                  .maxStringLength(MAX_SDP)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // Not by thread: the threads are the container's, and would keep our classes.
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .build();

  /**
   * @param utf8 one whole message of at most {@link #MAX_MESSAGE} bytes
   * @throws MalformedWebTorrentException if it is not a request; the text is fit to be sent back
   */
  public WebTorrentRequest read(byte[] utf8) throws MalformedWebTorrentException {
    if (utf8.length > MAX_MESSAGE) {
      throw new MalformedWebTorrentException(
          "message: at most %d bytes, not %d".formatted(MAX_MESSAGE, utf8.length));
    }
    try (var parser = json.createParser(utf8)) {
      return read(parser);
    } catch (MalformedWebTorrentException e) {
      throw e;
    } catch (StreamReadException e) {
      // Jackson's own words would send pieces of the message back.
      throw new MalformedWebTorrentException("message: invalid JSON");
    } catch (IOException e) {
      throw new MalformedWebTorrentException("message: not within the limits of JSON here");
    }
  }

  private static WebTorrentRequest read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedWebTorrentException("message: a JSON object is expected");
    }
    var fields = new RequestFields();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      readField(name, parser, fields);
    }
    if (parser.nextToken() != null) {
      throw new MalformedWebTorrentException("message: one JSON object is expected, not more");
    }
    return fields.toRequest();
  }

  private static void readField(String name, JsonParser parser, RequestFields fields)
      throws IOException {
    switch (name) {
      case "action" -> fields.action = text(parser, name);
      case "event" ->
          fields.event = parser.hasToken(JsonToken.VALUE_NULL) ? "" : text(parser, name);
      case "info_hash" -> fields.infoHashes = infoHashes(parser);
      case "peer_id" -> fields.peerId = text(parser, name);
      case "to_peer_id" -> fields.toPeerId = text(parser, name);
      case "offer_id" -> fields.offerId = text(parser, name);
      case "uploaded" -> fields.uploaded = number(parser);
      case "downloaded" -> fields.downloaded = number(parser);
      case "left" -> fields.left = number(parser);
      case "answer" -> fields.answer = description(parser, name);
      case "offers" -> fields.offers = offers(parser);
      default -> parser.skipChildren();
    }
  }

  private static String text(JsonParser parser, String name) throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      throw new MalformedWebTorrentException(name + ": a string is expected");
    }
    return parser.getText();
  }

  /**
   * A number of bytes, or -1 for anything else: JavaScript writes infinity, which a peer has left
   * that lacks the metainfo, as null.
   */
  private static long number(JsonParser parser) throws IOException {
    var token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      parser.skipChildren();
      return -1;
    }
    double value = parser.getDoubleValue();
    return value >= 0 && value < Long.MAX_VALUE ? (long) value : -1;
  }

  private static List<String> infoHashes(JsonParser parser) throws IOException {
    if (!parser.hasToken(JsonToken.START_ARRAY)) {
      return List.of(text(parser, "info_hash"));
    }
    List<String> infoHashes = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      infoHashes.add(text(parser, "info_hash"));
    }
    return infoHashes;
  }

  private static List<WebRtcOffer> offers(JsonParser parser) throws IOException {
    if (!parser.hasToken(JsonToken.START_ARRAY)) {
      parser.skipChildren();
      return List.of();
    }
    List<WebRtcOffer> offers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (offers.size() < MAX_OFFERS) {
        offers.add(offer(parser));
      } else {
        parser.skipChildren();
      }
    }
    return offers;
  }

  private static WebRtcOffer offer(JsonParser parser) throws IOException {
    expectObject(parser, "offers");
    String id = "";
    String sdp = "";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "offer_id" -> id = text(parser, name);
        case "offer" -> sdp = description(parser, name);
        default -> parser.skipChildren();
      }
    }
    return new WebRtcOffer(BinaryString.require("offer_id", id), requireSdp("offer", sdp));
  }

  /**
   * @param type the one that the description must have, if it has any
   */
  private static String description(JsonParser parser, String type) throws IOException {
    expectObject(parser, type);
    String sdp = "";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "sdp" -> sdp = text(parser, name);
        case "type" -> requireType(type, text(parser, name));
        default -> parser.skipChildren();
      }
    }
    return requireSdp(type, sdp);
  }

  private static void expectObject(JsonParser parser, String name) throws IOException {
    if (!parser.hasToken(JsonToken.START_OBJECT)) {
      throw new MalformedWebTorrentException(name + ": an object is expected");
    }
  }

  private static void requireType(String expected, String type) throws IOException {
    if (!type.equals(expected)) {
      throw new MalformedWebTorrentException(expected + ": its type must be " + expected);
    }
  }

  private static String requireSdp(String name, String sdp) throws MalformedWebTorrentException {
    if (sdp.isEmpty()) {
      throw new MalformedWebTorrentException(name + ": a session description (sdp) is expected");
    }
    return sdp;
  }
}
