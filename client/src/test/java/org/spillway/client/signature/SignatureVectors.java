package org.spillway.client.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.spillway.torrent.signature.CertificateChain;
import org.spillway.torrent.signature.TorrentSigner;

/** Keys, certificates and signed records that another program has made. */
public record SignatureVectors(JsonNode json) {
  public static SignatureVectors read() throws IOException {
    return new SignatureVectors(
        new ObjectMapper().readTree(Path.of("../vectors/signatures.json").toFile()));
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asText());
  }

  Instant now() {
    return Instant.ofEpochSecond(json.get("now").asLong());
  }

  Stream<JsonNode> cases() {
    return json.get("cases").valueStream();
  }

  /** Trusts the root of the vectors alone. */
  public WebPki webPki() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (JsonNode root : json.get("roots")) {
      var in = new ByteArrayInputStream(bytes(root));
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setCertificateEntry("root", certificate);
    }
    return WebPki.of(store);
  }

  CertificateChain chain(String id) throws IOException {
    if (!json.get("chains").has(id)) {
      throw new IOException("no record stands there");
    }
    return CertificateChain.parse(bytes(json.get("chains").get(id)));
  }

  /**
   * @param key its name in the vectors
   * @param kind as the JDK calls it
   */
  public TorrentSigner signer(String key, String kind, String... hosts) throws Exception {
    var spec = new PKCS8EncodedKeySpec(bytes(json.get("keys").get(key)));
    PrivateKey privateKey = KeyFactory.getInstance(kind).generatePrivate(spec);
    var chain = chain(json.get("served").get(key).asText());
    return TorrentSigner.of(privateKey, chain.x509(), List.of(hosts));
  }
}
