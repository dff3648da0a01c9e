package org.spillway.torrent.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.fallback.RequestHash;

class SignatureRecordTest {
  private static final String CHAIN = "0123456789abcdef0123456789abcdef01234567";
  private static final RequestHash TARGET = RequestHash.ofPath("/pub/file.iso");
  private static final SignatureRecord RECORD = record(List.of("dl.example.org"), new byte[64]);

  private static SignatureRecord record(List<String> hosts, byte[] signature) {
    return new SignatureRecord(
        "ecdsa_secp256r1_sha256",
        CHAIN,
        Instant.ofEpochSecond(1_796_083_200),
        TARGET,
        hosts,
        BencodeString.of(signature));
  }

  @Test
  void strings_readBack() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      byte[] signature = new byte[1 + random.nextInt(1024)];
      random.nextBytes(signature);
      var hosts = Collections.nCopies(1 + random.nextInt(16), "*.s3.example.org");
      var record = record(hosts, signature);
      assertThat(record.strings()).allMatch(string -> string.length() <= 255);
      assertThat(SignatureRecord.parse(record.strings())).as("seed " + seed).contains(record);
    }
  }

  @Test
  void strings_form() {
    assertThat(String.join("", record(List.of("a.example", "b.example"), new byte[3]).strings()))
        .isEqualTo(
            "v=bt1;a=ecdsa_secp256r1_sha256;c="
                + CHAIN
                + ";d=1796083200;t="
                + TARGET
                + ";o=a.example,b.example;g=AAAA");
  }

  /** BEP 35: the info dictionary of the torrent, then the one of the signature. */
  @Test
  void message() {
    var content = SignedContent.ofTorrent("d4:infod1:ai1eee".getBytes(US_ASCII)).orElseThrow();
    assertThat(new String(RECORD.message(content), ISO_8859_1))
        .startsWith("d1:ai1eed9:algorithm22:ecdsa_secp256r1_sha2565:chain20:")
        .contains("7:content32:", "4:datei1796083200e5:hostsl14:dl.example.orge6:target20:")
        .endsWith("e");
    var link = SignedContent.ofMagnet("magnet:?xt=urn:btih:" + CHAIN);
    assertThat(new String(RECORD.message(link), ISO_8859_1)).startsWith("d9:algorithm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=bt1;a=;c=C;d=1;t=T;o=h;g=AAAA",
        "v=bt1;a=x;c=;d=1;t=T;o=h;g=AAAA",
        "v=bt1;a=x;c=C;d=-1;t=T;o=h;g=AAAA",
        "v=bt1;a=x;c=C;d=111111111111;t=T;o=h;g=AAAA",
        "v=bt1;a=x;c=C;d=1;t=;o=h;g=AAAA",
        "v=bt1;a=x;c=C;d=1;t=T;o=;g=AAAA",
        "v=bt1;a=x;c=C;d=1;t=T;o=H;g=AAAA",
        "v=bt1;a=x;c=C;d=1;t=T;o=h;g=A",
        "v=bt1;a=x;c=C;d=1;t=T;o=h;g=",
        "v=bt1;a=x;c=C;d=1;t=T;o=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q;g=AAAA",
        "v=bt1;a=x;d=1;c=C;t=T;o=h;g=AAAA",
        "v=bt1;a=x;c=C;d=1;t=T;o=h;g=AAAA;z=1",
        "v=bt1;a=\u001b[31m;c=C;d=1;t=T;o=h;g=AAAA",
      })
  void parse_malformed(String form) {
    String text = form.replace("c=C", "c=" + CHAIN).replace("t=T", "t=" + TARGET);
    assertThat(SignatureRecord.parse(List.of(text))).isEmpty();
    assertThat(SignatureRecord.isOne(List.of(text))).isTrue();
  }

  @Test
  void parse_tooLong() {
    var strings = record(List.of("h"), new byte[6000]).strings();
    assertThat(SignatureRecord.parse(strings)).isEmpty();
  }

  @Test
  void ofTorrent_noTorrent() {
    assertThat(SignedContent.ofTorrent(new byte[0])).isEmpty();
    assertThat(SignedContent.ofTorrent("d4:infoi1ee".getBytes(US_ASCII))).isEmpty();
    assertThat(SignedContent.ofTorrent("d1:ad4:infodeee".getBytes(US_ASCII))).isEmpty();
  }
}
