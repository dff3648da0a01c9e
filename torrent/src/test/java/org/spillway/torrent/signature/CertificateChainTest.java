package org.spillway.torrent.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.torrent.Vectors;
import org.spillway.torrent.bencode.BencodeString;

class CertificateChainTest {
  @Test
  void parse_vectors() throws Exception {
    for (var entry : Vectors.read("signatures").get("chains").properties()) {
      byte[] document = entry.getValue().binaryValue();
      var chain = CertificateChain.parse(document);
      assertThat(chain.toBytes()).isEqualTo(document);
      assertThat(chain.id()).isEqualTo(entry.getKey());
      assertThat(chain.x509()).hasSameSizeAs(chain.certificates());
      assertThat(CertificateChain.of(chain.x509()).certificates().get(0))
          .isEqualTo(chain.certificates().get(0));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "le                             | a dictionary is expected",
        "d5:otherle e                   | byte 9: a key is a string, it cannot begin with 0x20",
        "de                             | certificates: a list is expected",
        "d12:certificatesi1ee           | certificates: a list is expected",
        "d12:certificateslee            | a chain must have 1 to 10 certificates, had 0",
        "d12:certificatesl1:ai1eee      | certificates: each certificate must be a string",
        "d12:certificatesl1:a1:a1:a1:a1:a1:a1:a1:a1:a1:a1:aee | a chain must have 1 to 10 certificates, had 11",
      })
  void parse_malformed(String document, String problem) {
    assertThatThrownBy(() -> CertificateChain.parse(document.getBytes(US_ASCII)))
        .isInstanceOf(MalformedChainException.class)
        .hasMessageContaining(problem.replaceFirst("byte 9: ", ""));
  }

  @Test
  void parse_tooLong() {
    assertThatThrownBy(() -> CertificateChain.parse(new byte[CertificateChain.MAX_BYTES + 1]))
        .isInstanceOf(MalformedChainException.class)
        .hasMessage("they have 32769 bytes, expected at most 32768");
  }

  /** The decoder ends at 100 levels, however deep it goes on. */
  @Test
  void parse_nested() {
    String nested = "d12:certificates" + "l".repeat(10_000);
    assertThatThrownBy(() -> CertificateChain.parse(nested.getBytes(US_ASCII)))
        .isInstanceOf(MalformedChainException.class)
        .hasMessageContaining("nested deeper than 100 levels");
  }

  @Test
  void x509_noCertificate() {
    var chain = new CertificateChain(Collections.nCopies(2, BencodeString.of("no certificate")));
    assertThatThrownBy(chain::x509)
        .isInstanceOf(MalformedChainException.class)
        .hasMessage("one of them is not a certificate");
    assertThat(chain.id()).hasSize(40);
  }
}
