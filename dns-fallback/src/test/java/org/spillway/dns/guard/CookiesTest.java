package org.spillway.dns.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.dns.guard.Cookies.Standing;

/** The examples are those of RFC 9018, Appendix A. */
class CookiesTest {
  private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";
  private static final Instant NOW = Instant.ofEpochSecond(1_559_731_985);
  private static final byte[] CLIENT = address("198.51.100.100");

  private Instant now = NOW;
  private final Cookies cookies = cookies(SECRET);

  private Cookies cookies(String... secrets) {
    return new Cookies(GuardSettings.DEFAULT.withCookieSecrets(List.of(secrets)), () -> now);
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static String write(Cookies cookies, String query, byte[] client) {
    byte[] asked = hex(query);
    byte[] answer = new byte[Cookies.LENGTH];
    var standing = cookies.check(asked, 0, asked.length, client);
    cookies.write(asked, 0, standing, client, answer, 0);
    return HexFormat.of().formatHex(answer);
  }

  private boolean isValid(Cookies cookies, String cookie, byte[] client) {
    return cookies.check(hex(cookie), 0, cookie.length() / 2, client) != Standing.UNKNOWN;
  }

  /** A.1, learning a new server cookie. */
  @Test
  void write_toClientWithoutServerCookie() {
    assertThat(write(cookies, "2464c4abcf10c957", CLIENT))
        .isEqualTo("2464c4abcf10c957" + "010000005cf79f111f8130c3eee29480");
  }

  /** A.2, the same client learning a renewed server cookie. */
  @Test
  void write_oldCookie_isRenewed() {
    now = Instant.ofEpochSecond(1_559_734_385);
    String old = "2464c4abcf10c957" + "010000005cf79f111f8130c3eee29480";
    assertThat(isValid(cookies, old, CLIENT)).isTrue();
    assertThat(write(cookies, old, CLIENT))
        .isEqualTo("2464c4abcf10c957" + "010000005cf7a871d4a564a1442aca77");
  }

  @Test
  void write_youngCookie_isGivenBack() {
    String young = "2464c4abcf10c957" + "010000005cf79f111f8130c3eee29480";
    now = NOW.plusSeconds(1799);
    assertThat(write(cookies, young, CLIENT)).isEqualTo(young);
  }

  /** A.4, an IPv6 client, and a secret that was replaced. */
  @Test
  void write_ipv6_afterRotation() {
    var client = address("2001:db8:220:1:59de:d0f4:8769:82b8");
    String old = "22681ab97d52c298" + "010000005cf7c57926556bd0934c72f8";
    now = Instant.ofEpochSecond(1_559_741_961);
    var rotated = cookies("445536bcd2513298075a5d379663c962", "dd3bdf9344b678b185a6f5cb60fca715");
    assertThat(isValid(rotated, old, client)).isTrue();
    assertThat(write(rotated, old, client))
        .isEqualTo("22681ab97d52c298" + "010000005cf7c609a6bb79d16625507a");
  }

  @Test
  void check_notLongerThanAnHour() {
    String cookie = write(cookies, "2464c4abcf10c957", CLIENT);
    now = NOW.plusSeconds(3600);
    assertThat(isValid(cookies, cookie, CLIENT)).isTrue();
    now = NOW.plusSeconds(3601);
    assertThat(isValid(cookies, cookie, CLIENT)).isFalse();
    now = NOW.minusSeconds(300);
    assertThat(isValid(cookies, cookie, CLIENT)).isTrue();
    now = NOW.minusSeconds(301);
    assertThat(isValid(cookies, cookie, CLIENT)).isFalse();
  }

  @Test
  void check_nobodyElsesCookie() {
    String cookie = write(cookies, "2464c4abcf10c957", CLIENT);
    assertThat(isValid(cookies, cookie, address("198.51.100.101"))).isFalse();
    assertThat(isValid(cookies, "2464c4abcf10c958" + cookie.substring(16), CLIENT)).isFalse();
    assertThat(isValid(cookies, cookie.substring(0, 47) + "f", CLIENT)).isFalse();
    assertThat(isValid(cookies, "2464c4abcf10c957", CLIENT)).isFalse();
    assertThat(isValid(cookies, cookie + "00", CLIENT)).isFalse();
    assertThat(isValid(cookies("00".repeat(16)), cookie, CLIENT)).isFalse();
  }

  @Test
  void check_secretsOfOurOwn_changeEachDay() {
    var own = cookies();
    String yesterdays = write(own, "2464c4abcf10c957", CLIENT);
    now = NOW.plus(Duration.ofDays(1)).plusSeconds(1);
    String todays = write(own, "2464c4abcf10c957", CLIENT);
    assertThat(isValid(own, todays, CLIENT)).isTrue();
    now = NOW;
    // Made with the secret before.
    assertThat(isValid(own, yesterdays, CLIENT)).isTrue();
    now = NOW.plus(Duration.ofDays(2)).plusSeconds(2);
    assertThat(write(own, "2464c4abcf10c957", CLIENT)).isNotEqualTo(todays);
    now = NOW;
    assertThat(isValid(own, yesterdays, CLIENT)).isFalse();
  }
}
