package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("spillway.yaml");
  }

  private Values read(String... lines) throws Exception {
    Files.write(file, List.of(lines));
    return YamlFile.read(file, Keys.TABLE, new Values());
  }

  private void assertMistakes(List<String> lines, String... mistakes) throws Exception {
    var told = read(lines.toArray(String[]::new)).mistakes().lines();
    assertThat(told.stream().map(line -> line.replace(file.toString(), "spillway.yaml")).toList())
        .containsExactly(mistakes);
  }

  private static <T> T value(Values values, Key<T> key) {
    assertThat(values.mistakes().lines()).isEmpty();
    return new Reading(values).value(key);
  }

  @Test
  void read_listsStayLists() throws Exception {
    var values = read("content:", "  include: ['a,b.iso', '**/*.{iso,img}', '@x', 'a\\,b']");
    assertThat(value(values, CatalogConfig.INCLUDE))
        .containsExactly("a,b.iso", "**/*.{iso,img}", "@x", "a\\,b");
  }

  @Test
  void read_everyListKey_keepsCommas() throws Exception {
    for (Key<?> key : Keys.ALL) {
      if (key.isList()) {
        var items = read(key + ": ['a,b', c]").setting(key).orElseThrow().items();
        assertThat(items.stream().map(Values.Item::text)).as("%s", key).containsExactly("a,b", "c");
      }
    }
  }

  @Test
  void read_text_isAListWithCommas() throws Exception {
    assertThat(value(read("content.include: 'a, b\\,c'"), CatalogConfig.INCLUDE))
        .containsExactly("a", "b\\,c");
  }

  @Test
  void read_nestedAndDotted() throws Exception {
    var values =
        read(
            "public-url: http://c",
            "tracker.websocket:",
            "  enabled: false",
            "tracker:",
            "  websocket: {max-sockets: 7}",
            "  websocket.max-sockets-per-address: 8");
    assertThat(value(values, TrackerConfig.WEBSOCKET_ENABLED)).isFalse();
    assertThat(value(values, TrackerConfig.WEBSOCKET_MAX_SOCKETS)).isEqualTo(7);
    assertThat(value(values, TrackerConfig.WEBSOCKET_MAX_SOCKETS_PER_ADDRESS)).isEqualTo(8);
  }

  @Test
  void read_textsAreTakenAsTheyStand() throws Exception {
    assertThat(value(read("dns.version: 1.10"), DnsConfig.VERSION)).isEqualTo("1.10");
    assertThat(value(read("dns.version: yes"), DnsConfig.VERSION)).isEqualTo("yes");
    assertThat(value(read("dns.version: 'null'"), DnsConfig.VERSION)).isEqualTo("null");
    assertThat(value(read("dns.version: \" a # b\""), DnsConfig.VERSION)).isEqualTo(" a # b");
  }

  @Test
  void read_alias() throws Exception {
    var values = read("http.host: &here 127.0.0.1", "seeder.host: *here");
    assertThat(value(values, SeederConfig.HOST)).isEqualTo("127.0.0.1");
  }

  @Test
  void read_aliasOfItself_ends() throws Exception {
    assertMistakes(
        List.of("http: &a", "  http: *a", "content.include: &b [*b]"),
        "spillway.yaml:2:3: http.http: there is no such key",
        "spillway.yaml:3:18: content.include: must be one text, was a list or a block of keys");
  }

  @Test
  void read_nothing() throws Exception {
    assertThat(read().mistakes().lines()).isEmpty();
    assertThat(read("# only a comment", "http:", "  # port: 1").mistakes().lines()).isEmpty();
    assertThat(value(read("\uFEFFhttp.port: 1"), HttpConfig.PORT)).isEqualTo(1);
  }

  @Test
  void read_wrongValue_hasItsPlace() throws Exception {
    assertMistakes(
        List.of("http:", "    port: 99999", "content.exclude:", "  - a", "  - 'b['"),
        "spillway.yaml:2:11: http.port: must be 0 to 65535, was 99999",
        "spillway.yaml:5:5: content.exclude: 'b[' has a [ without ]");
  }

  @Test
  void read_wrongKind() throws Exception {
    assertMistakes(
        List.of(
            "http.port: [1, 2]",
            "dns: 5",
            "seeder.port: {a: 1}",
            "content.include: {a: 1}",
            "content.exclude: [a, [b], null, {c: d}]",
            "tracker.interval:",
            "state-dir: ~",
            "dns.version: !!binary aGk=",
            "upload.goal: !fast x",
            "? [a]",
            ": 1",
            "<<: {http.host: x}"),
        "spillway.yaml:1:12: http.port: must be one value, was a list",
        "spillway.yaml:2:6: dns: must be a block of keys, not a value",
        "spillway.yaml:3:14: seeder.port: must be one value, was a block of keys",
        "spillway.yaml:4:18: content.include: must be a list, was a block of keys",
        "spillway.yaml:5:22: content.exclude: must be one text, was a list or a block of keys",
        "spillway.yaml:5:27: content.exclude: has no value; give it one, or remove the line",
        "spillway.yaml:5:33: content.exclude: must be one text, was a list or a block of keys",
        "spillway.yaml:6:18: tracker.interval: has no value; give it one, or remove the line",
        "spillway.yaml:7:12: state-dir: has no value; give it one, or remove the line",
        "spillway.yaml:8:14: dns.version: has a tag, which is not supported; remove it",
        "spillway.yaml:9:14: upload.goal: has a tag, which is not supported; remove it",
        "spillway.yaml:10:3: a key must be a name such as http.port",
        "spillway.yaml:12:1: <<: merging blocks is not supported; write the keys themselves");
  }

  @Test
  void read_unknownKey() throws Exception {
    assertMistakes(
        List.of("http:", "  prot: 1", "colour: red", "tracker:", "  websocket:", "    enable: no"),
        "spillway.yaml:2:3: http.prot: there is no such key; did you mean http.port?",
        "spillway.yaml:3:1: colour: there is no such key",
        "spillway.yaml:6:5: tracker.websocket.enable: there is no such key; did you mean"
            + " tracker.websocket.enabled?");
  }

  @Test
  void read_twice() throws Exception {
    assertMistakes(
        List.of(
            "content:",
            "  include: [a]",
            "http.port: 1",
            "http:",
            "  port: 2",
            "content:",
            "  exclude: [b]",
            "seeder:",
            "  port: 1",
            "  port: 2",
            "dns: {port: 1, port: 2}"),
        "spillway.yaml:5:3: http.port: is given twice, first in line 3; remove one of them",
        "spillway.yaml:6:1: content: is given twice, first in line 1; join the two blocks",
        "spillway.yaml:10:3: seeder.port: is given twice, first in line 9; remove one of them",
        "spillway.yaml:11:16: dns.port: is given twice, first in line 11; remove one of them");
  }

  @Test
  void read_blockTwice_isToldOnce() throws Exception {
    assertMistakes(
        List.of("content:", "  include: [a]", "content:", "  include: [b]"),
        "spillway.yaml:3:1: content: is given twice, first in line 1; join the two blocks");
  }

  @Test
  void read_notYaml() throws Exception {
    assertThat(read("http:", "  port: [1").mistakes().lines())
        .singleElement()
        .asString()
        .startsWith(file + ":3:1: is not YAML: ");
    assertThat(read("a: b", "---", "c: d").mistakes().lines())
        .singleElement()
        .asString()
        .contains("is not YAML: ");
    assertThat(read("http.host: a\u0001").mistakes().lines())
        .singleElement()
        .asString()
        .startsWith(file + ": is not YAML: ");
    assertMistakes(
        List.of("hello"),
        "spillway.yaml:1:1: keys and values are expected, such as http.port: 8080");
  }

  @Test
  void read_aFileThatCannotBe() throws Exception {
    Files.write(file, "http.host: \u00fc".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(YamlFile.read(file, Keys.TABLE, new Values()).mistakes().lines())
        .containsExactly(file + ": is not in UTF-8");
    Files.write(file, new byte[1024 * 1024 + 1]);
    assertThat(YamlFile.read(file, Keys.TABLE, new Values()).mistakes().lines())
        .containsExactly(file + ": must be at most 1 MiB long, which is more than all keys need");
    Path none = folder.resolve("none.yaml");
    assertThat(YamlFile.read(none, Keys.TABLE, new Values()).mistakes().lines())
        .containsExactly(none + ": cannot be read: " + none + ": no such file or folder");
  }
}
