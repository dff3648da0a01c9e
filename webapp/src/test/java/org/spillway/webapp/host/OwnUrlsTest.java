package org.spillway.webapp.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.PublicUrls;

class OwnUrlsTest {
  private LocalAddresses addresses =
      Addresses.of("127.0.0.1", "::1", "fe80::2", "192.0.2.2", "2001:db8::2");
  private Set<String> names = Set.of("localhost", "server", "server.example.org");

  private static PublicUrls urls(Origin origin) {
    return new PublicUrls(URI.create(origin.toString()), List.of(), List.of(), List.of());
  }

  private OwnUrls urls(int port, int tlsPort) {
    return new OwnUrls(
        () -> addresses, () -> names, port, OptionalInt.of(tlsPort), OwnUrlsTest::urls);
  }

  private static String told(OwnUrls urls, String origin) {
    return urls.of(origin).map(told -> told.base().toString()).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "http://192.0.2.2:8080, http://192.0.2.2:8080",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "http://localhost:8080, http://localhost:8080",
    "http://LocalHost.:8080, http://localhost:8080",
    "http://SERVER:8080, http://server:8080",
    "http://server.example.org:8080, http://server.example.org:8080",
    "http://[2001:db8::2]:8080, http://[2001:db8::2]:8080",
    "http://[2001:DB8:0::2]:8080, http://[2001:db8::2]:8080",
    "http://[::1]:8080, http://[::1]:8080",
    "https://192.0.2.2:8443, http://192.0.2.2:8080"
  })
  void of_own(String origin, String expected) {
    assertThat(told(urls(8080, 8443), origin)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://evil.example",
        "http://evil.example:8080",
        "http://192.0.2.3:8080",
        "http://server.evil.example:8080",
        "http://192.0.2.2.evil.example:8080",
        "http://evil.example#@192.0.2.2:8080",
        "http://192.0.2.2",
        "http://192.0.2.2:80",
        "http://192.0.2.2:8081",
        "http://192.0.2.2:8443",
        "https://192.0.2.2:8080",
        "http://[fe80::2]:8080",
        "http://[2001:db8::3]:8080",
        "http://0xc0000202:8080",
        "http://3221225986:8080"
      })
  void of_foreign(String origin) {
    assertThat(urls(8080, 8443).of(origin)).isEmpty();
  }

  @Test
  void of_defaultPorts() {
    var urls = urls(80, 443);
    assertThat(told(urls, "http://192.0.2.2")).isEqualTo("http://192.0.2.2");
    assertThat(told(urls, "http://192.0.2.2:80")).isEqualTo("http://192.0.2.2");
    assertThat(told(urls, "https://192.0.2.2")).isEqualTo("http://192.0.2.2");
    assertThat(urls.of("http://192.0.2.2:443")).isEmpty();
  }

  @Test
  void of_theSameObjectEachTime() {
    var urls = urls(8080, 8443);
    assertThat(urls.of("http://server:8080").orElseThrow())
        .isSameAs(urls.of("http://Server.:8080").orElseThrow());
  }

  @Test
  void of_addressesAndNamesChange() {
    var urls = urls(8080, 8443);
    addresses = Addresses.of("127.0.0.1", "192.0.2.3");
    assertThat(urls.of("http://192.0.2.2:8080")).isEmpty();
    assertThat(told(urls, "http://192.0.2.3:8080")).isEqualTo("http://192.0.2.3:8080");
    names = Set.of("other");
    assertThat(told(urls, "http://other:8080")).isEqualTo("http://other:8080");
    assertThat(urls.of("http://server:8080")).isEmpty();
  }
}
