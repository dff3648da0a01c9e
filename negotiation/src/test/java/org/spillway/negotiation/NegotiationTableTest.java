package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.negotiation.answers.FileKind;
import org.spillway.negotiation.answers.Representation;
import org.spillway.negotiation.fields.FakeRequest;

/** Each row of {@code negotiation-table.txt}, which says how it is to be read. */
class NegotiationTableTest {
  private static final String TABLE = "negotiation-table.txt";

  static List<String> rows() throws IOException {
    var table = NegotiationTableTest.class.getResourceAsStream(TABLE);
    try (var in = new InputStreamReader(Objects.requireNonNull(table), UTF_8)) {
      return new BufferedReader(in)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void choose(String row) {
    var cells = Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
    var conditions = cells.subList(1, cells.size());
    var settings = NegotiationSettings.DEFAULT.withMetalink(conditions.contains("metalink on"));
    var negotiation = new Negotiation(settings);
    for (String method : List.of("GET", "HEAD")) {
      var request = request(method, conditions);
      var target = negotiation.target(request.path());
      assertThat(negotiation.choose(request, target, file(conditions)))
          .isEqualTo(representation(cells.get(0)));
    }
  }

  private static FakeRequest request(String method, List<String> conditions) {
    var fields = new HashMap<String, String>();
    String query = "";
    for (String condition : conditions) {
      int colon = condition.indexOf(':');
      if (condition.startsWith("?")) {
        query = condition.substring(1);
      } else if (colon > 0) {
        String value = condition.substring(colon + 1).strip();
        fields.merge(condition.substring(0, colon), value, (lines, line) -> lines + ", " + line);
      }
    }
    return new FakeRequest(method, "/pub/a.iso", query, fields, "192.0.2.1");
  }

  private static FileKind file(List<String> conditions) {
    String type = after("of ", conditions).orElse("application/x-iso9660-image");
    long length = Long.parseLong(after("bytes ", conditions).orElse("4000000000"));
    return new FileKind(type, TorrentCoding.DEFAULT.covers(length, type));
  }

  private static Optional<String> after(String start, List<String> conditions) {
    return conditions.stream()
        .filter(condition -> condition.startsWith(start))
        .map(condition -> condition.substring(start.length()))
        .findFirst();
  }

  private static Representation representation(String answer) {
    return switch (answer) {
      case "file" -> new Representation.File(true);
      case "torrent" -> new Representation.Torrent(false);
      case "metalink" -> new Representation.Metalink(false);
      case "named torrent" -> new Representation.Torrent(true);
      case "named metalink" -> new Representation.Metalink(true);
      case "page" -> new Representation.SwarmPage();
      case "named magnet" -> new Representation.Magnet();
      default -> throw new IllegalArgumentException(answer);
    };
  }
}
