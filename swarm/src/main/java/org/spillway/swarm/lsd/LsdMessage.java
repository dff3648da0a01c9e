package org.spillway.swarm.lsd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.spillway.torrent.InfoHash;

/**
 * Tells the network of torrents that a peer has (BEP 14).
 *
 * @param host the group to which the message is sent, and its port
 * @param port the port at which the peer accepts connections, 1 to 65535
 * @param infoHashes the torrents, 1 to {@value #MOST_INFO_HASHES}
 * @param cookie tells the sender's own messages from others; may be empty
 */
record LsdMessage(String host, int port, List<InfoHash> infoHashes, String cookie) {
  /** The most torrents in a message; with them it has 1,200 bytes. */
  static final int MOST_INFO_HASHES = 20;

  /** The longest message that is read, in bytes (BEP 14). */
  static final int LONGEST = 1400;

  private static final String START = "BT-SEARCH * HTTP/1.1";
  private static final int LONGEST_COOKIE = 64;
  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{40}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
  private static final Pattern LINE_END = Pattern.compile("\r?\n");

  LsdMessage {
    infoHashes = List.copyOf(infoHashes);
    if (!isPort(port)) {
      throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
    }
    if (infoHashes.isEmpty() || infoHashes.size() > MOST_INFO_HASHES) {
      throw new IllegalArgumentException(
          "a message must have 1 to %d infohashes, had %d"
              .formatted(MOST_INFO_HASHES, infoHashes.size()));
    }
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= 65535;
  }

  /**
   * Reads a message; the buffer is used up. Unknown headers, infohashes in other forms and those
   * beyond the limit are ignored.
   *
   * @throws MalformedLsdException if it is no message, or names no port or no torrent
   */
  static LsdMessage read(ByteBuffer datagram) throws MalformedLsdException {
    if (datagram.remaining() > LONGEST) {
      throw new MalformedLsdException(
          "a message must have at most %d bytes, had %d".formatted(LONGEST, datagram.remaining()));
    }
    var lines = List.of(LINE_END.split(ISO_8859_1.decode(datagram)));
    if (!lines.get(0).equals(START)) {
      throw new MalformedLsdException("a message must begin with '" + START + "'");
    }
    var port = first(lines, "port").filter(text -> NUMBER.matcher(text).matches());
    if (port.isEmpty() || !isPort(Integer.parseInt(port.get()))) {
      throw new MalformedLsdException("'Port' must be 1 to 65535");
    }
    var infoHashes =
        values(lines, "infohash").stream()
            .filter(text -> HASH.matcher(text).matches())
            .limit(MOST_INFO_HASHES)
            .map(InfoHash::parse)
            .toList();
    if (infoHashes.isEmpty()) {
      throw new MalformedLsdException("'Infohash' must be 40 hex digits");
    }
    var cookie = first(lines, "cookie").filter(text -> text.length() <= LONGEST_COOKIE).orElse("");
    return new LsdMessage(
        first(lines, "host").orElse(""), Integer.parseInt(port.get()), infoHashes, cookie);
  }

  private static Optional<String> first(List<String> lines, String name) {
    return values(lines, name).stream().findFirst();
  }

  private static List<String> values(List<String> lines, String name) {
    List<String> values = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name)) {
        values.add(line.substring(colon + 1).strip());
      }
    }
    return values;
  }

  byte[] toBytes() {
    var text = new StringBuilder(START).append("\r\n");
    text.append("Host: ").append(host).append("\r\n");
    text.append("Port: ").append(port).append("\r\n");
    infoHashes.forEach(infoHash -> text.append("Infohash: ").append(infoHash).append("\r\n"));
    if (!cookie.isEmpty()) {
      text.append("cookie: ").append(cookie).append("\r\n");
    }
    return text.append("\r\n\r\n").toString().getBytes(US_ASCII);
  }
}
