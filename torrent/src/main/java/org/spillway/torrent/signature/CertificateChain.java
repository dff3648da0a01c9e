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
 * @param certificates the certificates in DER
 */
public record CertificateChain(List<BencodeString> certificates) {
  /** The most certificates in one chain. */
  public static final int MAX_CERTIFICATES = 10;

  /** The longest encoded dictionary, in bytes; chains of the web take 2,000 to 6,000. */
  public static final int MAX_BYTES = 32 * 1024;

  private static final String KEY = "certificates";

  /** The length of a chain's id, which is as long as the other names there. */
  private static final int ID_DIGITS = 40;

  public CertificateChain {
    if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
      throw new IllegalArgumentException(
          "a chain must have 1 to %d certificates, had %d"
              .formatted(MAX_CERTIFICATES, certificates.size()));
    }
    certificates = List.copyOf(certificates);
  }

  /**
   * Makes a chain. Leaves out self-signed certificates, except for the first: a reader that trusts
   * one has it already.
   *
   * @throws IllegalArgumentException if there are too many certificates, or they are too long for
   *     records
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
          "a chain must have at most %d bytes, had %d".formatted(MAX_BYTES, length));
    }
    return chain;
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate cannot be encoded", e);
    }
  }

  /**
   * Reads a chain.
   *
   * @throws MalformedChainException if the bytes are not a chain, or too many
   */
  public static CertificateChain parse(byte[] bytes) throws MalformedChainException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedChainException(
          "they have %d bytes, expected at most %d".formatted(bytes.length, MAX_BYTES));
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
        throw new MalformedChainException(KEY + ": each certificate must be a string");
      }
      certificates.add(string);
    }
    return certificates;
  }

  /** Returns the bencoded dictionary. */
  public byte[] toBytes() {
    return BencodeDictionary.builder()
        .put(KEY, new BencodeList(List.copyOf(certificates)))
        .build()
        .encode();
  }

  /** Returns the first 40 lower-case hex digits of the SHA-256 over {@link #toBytes}. */
  public String id() {
    return Sha256.digest(toBytes()).toString().substring(0, ID_DIGITS);
  }

  /**
   * Returns the certificates.
   *
   * @throws MalformedChainException if one of them is not a certificate
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
      throw new MalformedChainException("one of them is not a certificate");
    }
  }
}
