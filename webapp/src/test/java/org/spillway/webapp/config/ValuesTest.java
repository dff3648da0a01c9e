package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValuesTest {
  @TempDir private Path folder;

  private static <T> T value(Values values, Key<T> key) {
    return new Reading(values).value(key);
  }

  @Test
  void value_nothingSet_isTheDefault() {
    assertThat(value(new Values(), HttpConfig.PORT)).isEqualTo(8080);
  }

  @Test
  void value_everySource_theStrongestCounts() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("spillway.yaml"), "http:\n  port: 1\nseeder.port: 1\ndns.port: 1\n");
    var values =
        Environment.read(
                Map.of("SPILLWAY_HTTP_PORT", "2", "SPILLWAY_SEEDER_PORT", "2"),
                Keys.TABLE,
                YamlFile.read(file, Keys.TABLE, new Values()))
            .set(HttpConfig.PORT, "3", Place.commandLine("--http.port"));
    assertThat(value(values, HttpConfig.PORT)).isEqualTo(3);
    assertThat(value(values, SeederConfig.PORT)).isEqualTo(2);
    assertThat(value(values, DnsConfig.PORT)).isEqualTo(1);
  }

  @Test
  void set_emptyText_ofAKeyWithoutDefault_takesTheValueAway() {
    var values = new Values().set(SiteConfig.PUBLIC_URL, "http://a").set(SiteConfig.PUBLIC_URL, "");
    assertThat(values.isSet(SiteConfig.PUBLIC_URL)).isFalse();
    assertThat(value(new Values().set(CatalogConfig.INCLUDE, ""), CatalogConfig.INCLUDE)).isEmpty();
  }

  @Test
  void setAll_list_allItemsCount() {
    var values =
        new Values()
            .setAll(
                CatalogConfig.INCLUDE,
                List.of("a,b", "c\\,d"),
                Place.commandLine("--content.include"));
    assertThat(value(values, CatalogConfig.INCLUDE)).containsExactly("a", "b", "c\\,d");
  }

  @Test
  void setAll_oneValue_isRefused() {
    var values =
        new Values().setAll(HttpConfig.PORT, List.of("1", "2"), Place.commandLine("--http.port"));
    assertThat(values.mistakes().lines())
        .containsExactly("--http.port: is given 2 times (1 and 2); give it once");
  }

  @Test
  void mistakes_ofEverySource_inOrder() throws Exception {
    Path file = Files.writeString(folder.resolve("spillway.yaml"), "http.port: 99999\n");
    var values =
        new Values()
            .set(DnsConfig.PORT, "x", Place.commandLine("--dns.port"))
            .set(HttpConfig.PORT, "8081", Place.commandLine("--http.port"));
    Environment.read(Map.of("SPILLWAY_SEEDER_PORT", "-1"), Keys.TABLE, values);
    YamlFile.read(file, Keys.TABLE, values);
    assertThat(values.mistakes().lines())
        .containsExactly(
            file + ":1:12: http.port: must be 0 to 65535, was 99999",
            "environment: SPILLWAY_SEEDER_PORT: must be 0 to 65535, was -1",
            "--dns.port: must be 0 to 65535, was 'x'");
  }

  @Test
  void mistakes_secret_isNotShown() {
    var values =
        new Values()
            .set(DnsPeersConfig.TSIG_KEYS, "ns2:hmac-odd:c2VjcmV0")
            .set(DnsConfig.COOKIE_SECRETS, "0123");
    assertThat(values.mistakes().lines())
        .containsExactly(
            "dns.tsig-keys: must be a list, each item NAME:ALGORITHM:BASE64 such as"
                + " ns2:hmac-sha256:c2VjcmV0 (the value is secret and not shown)",
            "dns.cookie-secrets: must be a list, each item 32 hex digits (the value is secret and"
                + " not shown)");
  }
}
