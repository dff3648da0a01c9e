package org.spillway.negotiation.fields;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserAgentsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "curl/7.88.1 | curl",
        "Wget/1.21.3 | wget",
        "aria2/1.36.0 | aria2",
        "libtorrent/2.0.8.0 | libtorrent",
        "qBittorrent/4.5.2 | qbittorrent",
        "Transmission/3.00 | transmission",
        "Debian APT-HTTP/1.3 (2.6.1) | apt",
        "aws-cli/2.9.19 Python/3.11.2 Linux/6.1 source/x86_64 | aws",
        "Boto3/1.26 md/Botocore#1.29 | aws",
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 | firefox",
        "Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36"
            + " | chrome",
        "Mozilla/5.0 (Windows) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0 | edge",
        "Mozilla/5.0 (Macintosh) AppleWebKit/605 (KHTML, like Gecko) Version/17 Safari/605 | safari",
        "Mozilla/5.0 (compatible; Googlebot/2.1) | other",
        "'' | other",
        "my own words | other",
        "/ | other",
      })
  void family(String userAgent, String expected) {
    assertThat(UserAgents.family(userAgent)).isEqualTo(expected);
  }
}
