package org.spillway.negotiation.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.negotiation.fields.HeaderField;

class CorsTest {
  private static final String PAGE = "https://page.example";
  private static final FakeRequest GET = FakeRequest.get("/pub/a");
  private static final HeaderField VARY = new HeaderField("Vary", "Origin");

  private static Cors cors(String... origins) {
    return new Cors(NegotiationSettings.DEFAULT.withCorsOrigins(List.of(origins)).corsOrigins());
  }

  private static HeaderField allow(String origin) {
    return new HeaderField("Access-Control-Allow-Origin", origin);
  }

  private static FakeRequest preflight(String origin) {
    return new FakeRequest("OPTIONS", "/pub/a", "", Map.of(), "192.0.2.1")
        .with("Origin", origin)
        .with("Access-Control-Request-Method", "GET");
  }

  @Test
  void fields_anyOrigin_areTheSameForAll() {
    var cors = cors("*");
    assertThat(cors.fields(GET))
        .isSameAs(cors.fields(GET.with("Origin", PAGE)))
        .startsWith(allow("*"))
        .extracting(HeaderField::name)
        .containsExactly(
            "Access-Control-Allow-Origin",
            "Access-Control-Expose-Headers",
            "Cross-Origin-Resource-Policy");
  }

  @Test
  void fields_oneOrigin_areTheSameForAllAndNeedNoVary() {
    var cors = cors(PAGE);
    assertThat(cors.fields(GET))
        .isSameAs(cors.fields(GET.with("Origin", "https://other.example")))
        .startsWith(allow(PAGE))
        .doesNotContain(VARY)
        .extracting(HeaderField::name)
        .doesNotContain("Cross-Origin-Resource-Policy");
  }

  @Test
  void fields_severalOrigins_areThoseOfTheRequest() {
    var cors = cors(PAGE, "http://localhost:3000");
    assertThat(cors.fields(GET.with("Origin", PAGE))).startsWith(allow(PAGE)).endsWith(VARY);
    assertThat(cors.fields(GET.with("Origin", "http://localhost:3000")))
        .startsWith(allow("http://localhost:3000"));
    assertThat(cors.fields(GET.with("Origin", "https://page.example.evil.example")))
        .containsExactly(VARY);
    assertThat(cors.fields(GET.with("Origin", "*"))).containsExactly(VARY);
    assertThat(cors.fields(GET.with("Origin", "null"))).containsExactly(VARY);
    assertThat(cors.fields(GET)).containsExactly(VARY);
  }

  @Test
  void fields_noOrigin_areNone() {
    assertThat(cors().fields(GET.with("Origin", PAGE))).isEmpty();
  }

  @Test
  void isPreflight_onlyWhereItIsAllowed() {
    assertThat(cors("*").isPreflight(preflight(PAGE))).isTrue();
    assertThat(cors(PAGE).isPreflight(preflight(PAGE))).isTrue();
    assertThat(cors(PAGE, "https://b.example").isPreflight(preflight(PAGE))).isTrue();
    assertThat(cors(PAGE, "https://b.example").isPreflight(preflight("https://c.example")))
        .isFalse();
    assertThat(cors().isPreflight(preflight(PAGE))).isFalse();
    assertThat(cors("*").isPreflight(GET.with("Access-Control-Request-Method", "GET"))).isFalse();
  }

  @Test
  void preflight_answer() {
    assertThat(Cors.preflight().status()).isEqualTo(204);
    assertThat(Cors.preflight().fields())
        .contains(
            new HeaderField("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
            new HeaderField("Access-Control-Max-Age", "86400"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://page.example, https://page.example",
    "HTTPS://Page.Example:443, https://page.example",
    "http://page.example:80, http://page.example",
    "http://page.example:443, http://page.example:443",
    "http://[::1]:8080, http://[::1]:8080",
    "*, *"
  })
  void origin_asBrowsersWriteIt(String text, String origin) {
    assertThat(Cors.origin(text)).contains(origin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "page.example",
        "https://page.example/",
        "https://*.example",
        "ftp://a.example",
        "https://a@b.example",
        "https://",
        "https://a b"
      })
  void origin_isNone(String text) {
    assertThat(Cors.origin(text)).isEmpty();
    assertThatThrownBy(() -> NegotiationSettings.DEFAULT.withCorsOrigins(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("each of corsOrigins must be http(s)://HOST[:PORT] or *, was '" + text + "'");
  }

  @Test
  void settings_starAmongOthers_isAll() {
    assertThat(NegotiationSettings.DEFAULT.withCorsOrigins(List.of(PAGE, "*", PAGE)).corsOrigins())
        .containsExactly("*");
  }
}
