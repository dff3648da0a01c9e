package org.spillway.client.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.torrent.signature.SignatureAlgorithm;
import org.spillway.torrent.signature.SignedContent;

class SignatureVectorsTest {
  /** How a reason begins, by the word that docs/dns.md has for it. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("malformed", "its record is malformed"),
          Map.entry("algorithm", "its algorithm rot13_sha1 is not known"),
          Map.entry("host", "it is for another host: "),
          Map.entry("path", "it is for another path: "),
          Map.entry("expired", "it has expired: it was made on "),
          Map.entry("future", "it is from the future: "),
          Map.entry("chain", "its certificates cannot be fetched: "),
          Map.entry("certificate-host", "its certificate is for another host: "),
          Map.entry("certificate-expired", "its certificate has expired"),
          Map.entry("certificate", "its certificate is not valid for HTTPS servers: "),
          Map.entry(
              "untrusted",
              "its certificate does not come from an authority that this machine trusts"),
          Map.entry("key", "its algorithm ecdsa_secp256r1_sha256 is not one for the key"),
          Map.entry("altered", "it does not fit the torrent, in which something was altered"));

  private static SignatureVectors vectors() throws IOException {
    return SignatureVectors.read();
  }

  static Stream<Arguments> cases() throws IOException {
    return vectors().cases().map(it -> Arguments.of(it.get("name").asText(), it));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void check_vectors(String name, JsonNode vector) throws Exception {
    var verdict = verdict(vector);
    String expected = vector.get("verdict").asText();
    if (expected.equals("valid")) {
      assertThat(verdict).isInstanceOf(SignatureVerdict.Valid.class);
      var valid = (SignatureVerdict.Valid) verdict;
      assertThat(valid.host()).isEqualTo(vector.get("host").asText());
      assertThat(valid.issuer()).isEqualTo("CN=Authority of the vectors");
      if (vector.has("date")) {
        assertThat(valid.date()).isEqualTo(Instant.ofEpochSecond(vector.get("date").asLong()));
      }
    } else if (expected.equals("none")) {
      assertThat(verdict).isEqualTo(SignatureVerdict.none());
    } else {
      assertThat(verdict).isInstanceOf(SignatureVerdict.Invalid.class);
      assertThat(((SignatureVerdict.Invalid) verdict).reason()).startsWith(REASONS.get(expected));
    }
  }

  private static SignatureVerdict verdict(JsonNode vector) throws Exception {
    var vectors = vectors();
    List<List<String>> records =
        vector
            .get("records")
            .valueStream()
            .map(record -> record.valueStream().map(JsonNode::asText).toList())
            .toList();
    return new SignatureCheck(vectors.webPki(), vectors::now, vectors::chain)
        .check(
            vector.get("host").asText(),
            RequestHash.ofTarget(vector.get("path").asText()),
            records,
            FallbackRecords.parse(records));
  }

  /** Each kind of key that a server of HTTPS may have. */
  @Test
  void signer_kinds() throws Exception {
    var kinds = Map.of("ec", "EC", "ec384", "EC", "ec521", "EC", "rsa", "RSA", "ed25519", "EdDSA");
    var torrent = FallbackRecords.parse(List.of(records().get(0)));
    for (var kind : kinds.entrySet()) {
      var signer = vectors().signer(kind.getKey(), kind.getValue(), "dl.example.org", "x.example");
      assertThat(signer.hosts()).containsExactly("dl.example.org");
      var target = RequestHash.ofPath("/pub/file.iso");
      var content =
          SignedContent.ofTorrent(((FallbackAnswer.Torrent) torrent).content().toBytes())
              .orElseThrow();
      var record = signer.sign(target, content, vectors().now());
      assertThat(SignatureAlgorithm.of(record.algorithm())).isPresent();
      assertThat(signer.isBy(record, target)).isTrue();
      var verdict =
          new SignatureCheck(vectors().webPki(), vectors()::now, vectors()::chain)
              .check(
                  "dl.example.org", target, List.of(records().get(0), record.strings()), torrent);
      assertThat(verdict.isValid()).as(kind.getKey() + ": " + verdict).isTrue();
    }
  }

  private static List<List<String>> records() throws IOException {
    return vectors()
        .cases()
        .findFirst()
        .orElseThrow()
        .get("records")
        .valueStream()
        .map(record -> record.valueStream().map(JsonNode::asText).toList())
        .toList();
  }

  /** Somebody who floods a name with signatures makes us ask for few certificates only. */
  @Test
  void check_manySignatures_isBounded() throws Exception {
    var right = records().get(1);
    List<List<String>> flood =
        Stream.concat(
                Stream.of(records().get(0)),
                Stream.iterate(0, i -> i + 1)
                    .limit(500)
                    .map(i -> withChain(right, "%040x".formatted(i))))
            .toList();
    var asked = new ArrayList<String>();
    var verdict =
        new SignatureCheck(
                vectors().webPki(),
                vectors()::now,
                id -> {
                  asked.add(id);
                  throw new IOException("none");
                })
            .check(
                "dl.example.org",
                RequestHash.ofPath("/pub/file.iso"),
                flood,
                FallbackRecords.parse(flood));
    assertThat(verdict)
        .hasToString("its signature does not count: its certificates cannot be fetched: none");
    assertThat(asked).hasSize(2);
  }

  private static List<String> withChain(List<String> record, String chain) {
    return List.of(String.join("", record).replaceFirst(";c=[0-9a-f]{40};", ";c=" + chain + ";"));
  }
}
