package org.spillway.client.helper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.spillway.client.DownloadUrl;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.Metainfo;

/** A message in which the extension asks for something. */
sealed interface HelperRequest {
  /** The most characters of a URL. */
  int MAX_URL = 4096;

  /** The pattern of a download's id, which is harmless as a part of a file name. */
  Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** The extension asks for the helper's version and folder. */
  record Hello() implements HelperRequest {}

  /** The extension asks for the list of all downloads. */
  record ListAll() implements HelperRequest {}

  /** The extension asks for an action on one download. */
  record Change(String id, Action action) implements HelperRequest {}

  /** The extension asks for a new download. */
  record Start(String id, DownloadSource source) implements HelperRequest {}

  enum Action {
    PAUSE,
    RESUME,
    CANCEL,
    RETRY,
    /** Shows the file in the system's file manager. */
    SHOW
  }

  /**
   * Reads one message. Whether the person wants to share does not matter here: the helper only
   * downloads.
   *
   * @throws MalformedRequestException if it is malformed
   */
  static HelperRequest parse(byte[] message) throws MalformedRequestException {
    JsonFields fields;
    try {
      fields = JsonFields.parse(message);
    } catch (MalformedJsonException e) {
      throw new MalformedRequestException("", "The message is malformed: " + e.getMessage() + ".");
    }
    String type = fields.text("type").orElse("");
    return switch (type) {
      case "hello" -> new Hello();
      case "list" -> new ListAll();
      case "start" -> start(fields);
      case "pause", "resume", "cancel", "retry", "show" ->
          new Change(id(fields), Action.valueOf(type.toUpperCase(Locale.ROOT)));
      default ->
          throw new MalformedRequestException(
              "", "The helper does not know messages of the type \"%.40s\".".formatted(type));
    };
  }

  private static String id(JsonFields fields) throws MalformedRequestException {
    String id = fields.text("id").orElse("");
    if (!ID.matcher(id).matches()) {
      throw new MalformedRequestException(
          "", "The id of a download must have 1 to 64 characters of A-Z, a-z, 0-9 and -.");
    }
    return id;
  }

  private static Start start(JsonFields fields) throws MalformedRequestException {
    String id = id(fields);
    URI url = url(id, fields.text("url").orElse(""));
    var torrent = fields.text("torrent");
    return torrent.isEmpty()
        ? new Start(id, DownloadSource.of(url))
        : new Start(id, DownloadSource.of(url, torrent(id, torrent.get())));
  }

  private static URI url(String id, String text) throws MalformedRequestException {
    if (text.length() > MAX_URL) {
      throw new MalformedRequestException(
          id, "The URL has %d characters; at most %d work.".formatted(text.length(), MAX_URL));
    }
    if (!text.regionMatches(true, 0, "http://", 0, 7)
        && !text.regionMatches(true, 0, "https://", 0, 8)) {
      throw new MalformedRequestException(id, "The URL must begin with http:// or https://.");
    }
    try {
      return DownloadUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedRequestException(id, "The URL is malformed: " + e.getMessage() + ".");
    }
  }

  private static Metainfo torrent(String id, String base64) throws MalformedRequestException {
    Metainfo torrent;
    try {
      torrent = Metainfo.parse(Base64.getDecoder().decode(base64.getBytes(UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new MalformedRequestException(id, "The torrent is not valid base64.");
    } catch (MalformedMetainfoException e) {
      throw new MalformedRequestException(id, "The torrent is malformed: " + e.getMessage() + ".");
    }
    if (!torrent.info().isSingleFile()) {
      throw new MalformedRequestException(id, "The torrent is of a folder, not of one file.");
    }
    return torrent;
  }
}
