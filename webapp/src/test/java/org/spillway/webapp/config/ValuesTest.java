package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  @TempDir private Path folder;

  private Path yaml(String text) throws Exception {
    return Files.writeString(folder.resolve("spillway.yaml"), text);
  }

  @Test
  void text_nothingSet_isTheDefault() {
    assertThat(new Values().text(Key.HTTP_PORT)).isEqualTo("8080");
  }

  @Test
  void text_everySource_theStrongestCounts() throws Exception {
    var values =
        new Values()
            .setFromYaml(yaml("http:\n  port: 1\nseeder.port: 1\ndns.port: 1\n"))
            .setFromEnvironment(Map.of("SPILLWAY_HTTP_PORT", "2", "SPILLWAY_SEEDER_PORT", "2"))
            .set("http.port", "3", "command line");
    assertThat(values.text(Key.HTTP_PORT)).isEqualTo("3");
    assertThat(values.text(Key.SEEDER_PORT)).isEqualTo("2");
    assertThat(values.text(Key.DNS_PORT)).isEqualTo("1");
  }

  @Test
  void globs_commasInBraces() throws Exception {
    var yaml = yaml("content:\n  include: ['**/*.{iso,img}', a]\n");
    assertThat(new Values().setFromYaml(yaml).globs(Key.CONTENT_INCLUDE))
        .containsExactly("**/*.{iso,img}", "a");
    assertThat(
            new Values().set(Key.CONTENT_INCLUDE, " a , x\\,y ,, {a,b ").globs(Key.CONTENT_INCLUDE))
        .containsExactly("a", "x\\,y", "{a,b");
    assertThat(new Values().globs(Key.CONTENT_INCLUDE)).containsExactly("**");
    assertThat(new Values().globs(Key.CONTENT_EXCLUDE)).isEmpty();
  }

  @Test
  void setFromYaml_listAndNesting() throws Exception {
    var values =
        new Values()
            .setFromYaml(yaml("content:\n  mirrors: [http://a, http://b]\npublic-url: http://c\n"));
    assertThat(values.list(Key.CONTENT_MIRRORS)).containsExactly("http://a", "http://b");
    assertThat(values.text(Key.PUBLIC_URL)).isEqualTo("http://c");
  }

  @Test
  void setFromYaml_unknownKey_isNamedWithItsFile() throws Exception {
    Path file = yaml("http:\n  prot: 1\n");
    assertThatThrownBy(() -> new Values().setFromYaml(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": there is no key 'http.prot'");
  }

  @Test
  void setFromYaml_notYaml_namesTheLine() throws Exception {
    Path file = yaml("http:\n  port: [1\n");
    assertThatThrownBy(() -> new Values().setFromYaml(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("line 3");
  }

  @Test
  void setFromYaml_keyWithoutValue_staysAsItIs() throws Exception {
    var values = new Values().setFromYaml(yaml("state-dir:\nhttp.port:\n"));
    assertThat(values.isSet(Key.STATE_DIR)).isFalse();
    assertThat(values.text(Key.HTTP_PORT)).isEqualTo("8080");
  }

  @Test
  void setFromYaml_plainText() throws Exception {
    Path file = yaml("hello\n");
    assertThatThrownBy(() -> new Values().setFromYaml(file))
        .hasMessage(file + ": keys and values are expected");
  }

  @Test
  void setFromYaml_missingFile() {
    Path file = folder.resolve("none.yaml");
    assertThatThrownBy(() -> new Values().setFromYaml(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file + ": cannot be read");
  }

  @Test
  void setFromEnvironment_unknownVariable_isNamed() {
    assertThatThrownBy(() -> new Values().setFromEnvironment(Map.of("SPILLWAY_HTTP_PROT", "1")))
        .hasMessage("environment: there is no key for 'SPILLWAY_HTTP_PROT'");
  }

  @Test
  void setFromEnvironment_othersAreNotOurs() throws Exception {
    var environment = Map.of("HOME", "/", "SPILLWAY_CONFIG", "x", "SPILLWAY_JAVA_OPTS", "-Xmx1g");
    assertThat(new Values().setFromEnvironment(environment).text(Key.HTTP_PORT)).isEqualTo("8080");
  }

  @Test
  void set_unknownKey_suggestsTheRightOne() {
    assertThatThrownBy(() -> new Values().set("tracker.udpport", "1", "x"))
        .hasMessage("x: there is no key 'tracker.udpport'; did you mean 'tracker.udp-port'?");
  }

  @ParameterizedTest
  @CsvSource({"70000", "-1", "http", "''", "1.5"})
  void port_outOfRange_namesTheKey(String text) {
    var values = new Values().set(Key.SEEDER_PORT, text);
    assertThatThrownBy(() -> values.port(Key.SEEDER_PORT))
        .hasMessage("seeder.port: 0 to 65535, not '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"500ms,500", "10s,10000", "5m,300000", "1h,3600000", "2d,172800000", "PT1.5S,1500"})
  void duration_everyUnit(String text, long millis) throws Exception {
    var values = new Values().set(Key.CATALOG_WAIT, text);
    assertThat(values.duration(Key.CATALOG_WAIT)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"10", "s", "ten seconds", "99999999999999999999s"})
  void duration_noTime(String text) {
    var values = new Values().set(Key.CATALOG_WAIT, text);
    assertThatThrownBy(() -> values.duration(Key.CATALOG_WAIT))
        .hasMessage("catalog.wait: a time such as 500ms, 10s, 5m or 1h, not '" + text + "'");
  }

  @Test
  void flag_neitherTrueNorFalse() {
    var values = new Values().set(Key.DNS_ENABLED, "maybe");
    assertThatThrownBy(() -> values.flag(Key.DNS_ENABLED))
        .hasMessage("dns.enabled: true or false, not 'maybe'");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1000, 1000",
    "64KiB, 65536",
    "50MB, 50000000",
    "1.5 GB, 1500000000",
    "2t, 2000000000000",
    "1Mi, 1048576",
    "7B, 7"
  })
  void bytes_everyUnit(String text, long bytes) throws Exception {
    assertThat(new Values().set(Key.HTTP_MAX_RATE, text).bytes(Key.HTTP_MAX_RATE)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"-1", "many", "1.MB", "10 PB", "KB"})
  void bytes_noSize(String text) {
    var values = new Values().set(Key.HTTP_MAX_RATE, text);
    assertThatThrownBy(() -> values.bytes(Key.HTTP_MAX_RATE))
        .hasMessage(
            "http.max-rate: a number of bytes such as 1000, 64KiB or 50MB, not '" + text + "'");
  }

  @Test
  void bytes_moreThanALong() {
    var values = new Values().set(Key.HTTP_MAX_RATE, "9999999999TB");
    assertThatThrownBy(() -> values.bytes(Key.HTTP_MAX_RATE))
        .hasMessage("http.max-rate: less than 8 EiB, not '9999999999TB'");
  }
}
