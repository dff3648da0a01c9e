package org.spillway.webapp.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialScopeTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 198.51.100.9, true",
    "203.0.113.7, 127.0.0.1, false",
    "203.0.113.7, 192.168.1.9, false",
    "203.0.113.7, 169.254.169.254, false",
    "203.0.113.7, ::1, false",
    "203.0.113.7, ::ffff:127.0.0.1, false",
    "dl.invalid, 127.0.0.1, false",
    "192.168.1.5, 192.168.1.9, true",
    "192.168.1.5, 198.51.100.9, true",
    "192.168.1.5, 127.0.0.1, false",
    "localhost, 127.0.0.1, true",
    "[::1], 10.0.0.1, true",
    "127.0.0.1, 224.0.0.1, false"
  })
  void test_leecher(String site, String leecher, boolean dialled) throws Exception {
    assertThat(DialScope.of(site).test(InetAddress.getByName(leecher))).isEqualTo(dialled);
  }
}
