package org.spillway.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The conventions of curl. */
class ProxiesTest {
  private static final URI PROXY = URI.create("http://proxy.example:3128");

  private static Proxies except(String direct) {
    return Proxies.of(Map.of("all_proxy", PROXY.toString(), "NO_PROXY", direct));
  }

  @Test
  void of_upperCaseOfHttpIsNotRead() {
    var proxies = Proxies.of(Map.of("HTTP_PROXY", "a:1", "HTTPS_PROXY", "b:2"));
    assertThat(proxies.of("http", "host.example")).isEmpty();
    assertThat(proxies.of("https", "host.example")).contains(URI.create("http://b:2"));
  }

  @Test
  void of_lowerCaseComesFirst() {
    var proxies = Proxies.of(Map.of("all_proxy", "a:1", "ALL_PROXY", "b:2"));
    assertThat(proxies.of("http", "host.example")).contains(URI.create("http://a:1"));
  }

  @Test
  void of_directHosts() {
    var proxies = except(".example.org, 10.0.0.0/8 2001:db8::/32,exact.example");
    assertThat(proxies.of("http", "example.org")).isEmpty();
    assertThat(proxies.of("http", "WWW.Example.org")).isEmpty();
    assertThat(proxies.of("http", "notexample.org")).contains(PROXY);
    assertThat(proxies.of("http", "10.1.2.3")).isEmpty();
    assertThat(proxies.of("http", "11.1.2.3")).contains(PROXY);
    assertThat(proxies.of("http", "[2001:db8::1]")).isEmpty();
    assertThat(except("*").of("https", "any.example")).isEmpty();
  }

  @Test
  void of_passwordIsNotPrinted() {
    assertThatThrownBy(() -> Proxies.of(Map.of("http_proxy", "ftp://me:secret@h:1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was ftp://h:1");
  }
}
