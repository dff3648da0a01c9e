package org.spillway.torrent.signature;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;
import org.spillway.torrent.bencode.MalformedBencodeException;

/**
 * A server's certificate and those that vouch for it, as records hold them: a bencoded dictionary
 * whose only key is {@code certificates}, a list of DER encodings (RFC 5280), the server's first.
 *
 * @param certificates in DER
 */
public record CertificateChain(List<BencodeString> certificates) {
  /** In one chain. */
  public static final int MAX_CERTIFICATES = 10;

  /** Of the encoded dictionary; chains of the web take 2,000 to 6,000. */
  public static final int MAX_BYTES = 32 * 1024;

  private static final String KEY = "certificates";

  /** A name in DNS is made of as many digits as the others there. */
  private static final int ID_DIGITS = 40;

  public CertificateChain {
    if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
      throw new IllegalArgumentException(
          "a chain has 1 to %d certificates, not %d"
              .formatted(MAX_CERTIFICATES, certificates.size()));
    }
    certificates = List.copyOf(certificates);
  }

  /**
   * Without the certificates that vouch for themselves, but for the first: whoever trusts one of
   * those has it.
   *
   * @throws IllegalArgumentException if there are too many, or if they are too long for records
   */
  public static CertificateChain of(List<X509Certificate> certificates) {
    List<BencodeString> kept = new ArrayList<>();
    for (X509Certificate certificate : certificates) {
      boolean isRoot =
          Objects.equals(
              certificate.getIssuerX500Principal(), certificate.getSubjectX500Principal());
      if (kept.isEmpty() || !isRoot) {
        kept.add(BencodeString.of(encoded(certificate)));
      }
    }
    var chain = new CertificateChain(kept);
    int length = chain.toBytes().length;
    if (length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a chain takes %d bytes at most, not %d".formatted(MAX_BYTES, length));
    }
    return chain;
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate that cannot be encoded", e);
    }
  }

  /**
   * @throws MalformedChainException if it is something else, or longer than a chain may be
   */
  public static CertificateChain parse(byte[] bytes) throws MalformedChainException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedChainException(
          "they take %d bytes, and %d are the most".formatted(bytes.length, MAX_BYTES));
    }
    try {
      if (Bencode.decode(bytes) instanceof BencodeDictionary dictionary) {
        return new CertificateChain(certificates(dictionary));
      }
    } catch (MalformedBencodeException | IllegalArgumentException e) {
      throw new MalformedChainException(String.valueOf(e.getMessage()));
    }
    throw new MalformedChainException("a dictionary is expected");
  }

  private static List<BencodeString> certificates(BencodeDictionary dictionary)
      throws MalformedChainException {
    var list =
        dictionary
            .get(KEY, BencodeList.class)
            .orElseThrow(() -> new MalformedChainException(KEY + ": a list is expected"));
    List<BencodeString> certificates = new ArrayList<>();
    for (BencodeValue value : list.values()) {
      if (!(value instanceof BencodeString string)) {
        throw new MalformedChainException(KEY + ": each certificate is a string");
      }
      certificates.add(string);
    }
    return certificates;
  }

  /** The bencoded dictionary. */
  public byte[] toBytes() {
    return BencodeDictionary.builder()
        .put(KEY, new BencodeList(List.copyOf(certificates)))
        .build()
        .encode();
  }

  /** The first 40 lower-case hex digits of the SHA-256 over {@link #toBytes}. */
  public String id() {
    return Sha256.digest(toBytes()).toString().substring(0, ID_DIGITS);
  }

  /**
   * @throws MalformedChainException if one of them is none
   */
  public List<X509Certificate> x509() throws MalformedChainException {
    List<X509Certificate> parsed = new ArrayList<>();
    for (BencodeString certificate : certificates) {
      parsed.add(x509(certificate));
    }
    return parsed;
  }

  private static X509Certificate x509(BencodeString der) throws MalformedChainException {
    try {
      var in = new ByteArrayInputStream(der.toBytes());
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException e) {
      throw new MalformedChainException("one of them is no certificate");
    }
  }
}
