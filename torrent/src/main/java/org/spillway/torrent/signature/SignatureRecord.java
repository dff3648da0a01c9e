package org.spillway.torrent.signature;

import java.io.ByteArrayOutputStream;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.torrent.fallback.TxtStrings;

/**
 * A signature with what was signed beside the content, in the form of a TXT record of its own:
 * {@code v=bt1;a=ALGORITHM;c=CHAIN;d=DATE;t=TARGET;o=HOSTS;g=SIGNATURE}.
 *
 * @param algorithm the name of the algorithm, as {@link SignatureAlgorithm#label} gives it, or an
 *     unknown one
 * @param chain the {@link CertificateChain#id} of the signer's certificates
 * @param date the time when the content was signed, in whole seconds
 * @param target the hash of the request that the content answers
 * @param hosts the hosts of that request, as {@link HostNames} has them
 * @param signature the signature, as the algorithm makes it
 */
public record SignatureRecord(
    String algorithm,
    String chain,
    Instant date,
    RequestHash target,
    List<String> hosts,
    BencodeString signature) {
  /** The most hosts that one signature names. */
  public static final int MAX_HOSTS = 16;

  /** The longest list of hosts in the record, in characters, with a comma between two. */
  static final int MAX_HOSTS_LENGTH = 1000;

  private static final String START = "v=bt1;a=";
  private static final int LONGEST = 3000;
  private static final Pattern FORM =
      Pattern.compile(
          START
              + "([a-z0-9_]{1,40});c=([0-9a-f]{40});d=(\\d{1,11});t=([0-9a-f]{40})"
              + ";o=([a-z0-9.*_,-]{1,1000});g=([A-Za-z0-9+/=]{1,1400})");

  public SignatureRecord {
    hosts = List.copyOf(hosts);
  }

  /**
   * Reads a record.
   *
   * @param record the strings of one TXT record
   * @return empty if it is another record
   */
  public static Optional<SignatureRecord> parse(List<String> record) {
    String joined = String.join("", record);
    if (!joined.startsWith(START) || joined.length() > LONGEST) {
      return Optional.empty();
    }
    var matcher = FORM.matcher(joined);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var hosts = List.of(matcher.group(5).split(",", -1));
    return TxtStrings.decode(matcher.group(6))
        .filter(signature -> hosts.size() <= MAX_HOSTS)
        .map(
            signature ->
                new SignatureRecord(
                    matcher.group(1),
                    matcher.group(2),
                    Instant.ofEpochSecond(Long.parseLong(matcher.group(3))),
                    new RequestHash(matcher.group(4)),
                    hosts,
                    BencodeString.of(signature)));
  }

  /** Returns whether a record looks like a signature, whole or broken. */
  public static boolean isOne(List<String> record) {
    return String.join("", record).startsWith(START);
  }

  /** Returns the strings of a TXT record. */
  public List<String> strings() {
    return TxtStrings.strings(
        "%s%s;c=%s;d=%d;t=%s;o=%s;g=%s"
            .formatted(
                START,
                algorithm,
                chain,
                date.getEpochSecond(),
                target,
                String.join(",", hosts),
                Base64.getEncoder().encodeToString(signature.toBytes())));
  }

  /**
   * Returns the signed message (BEP 35): the info dictionary of the torrent, then that of the
   * signature, which covers everything else.
   */
  public byte[] message(SignedContent content) {
    var info =
        BencodeDictionary.builder()
            .put("algorithm", algorithm)
            .put("chain", HexFormat.of().parseHex(chain))
            .put("content", content.digest().toBytes())
            .put("date", date.getEpochSecond())
            .put("hosts", BencodeList.ofTexts(hosts))
            .put("target", HexFormat.of().parseHex(target.hex()))
            .build();
    var message = new ByteArrayOutputStream();
    message.writeBytes(content.info().toBytes());
    info.writeTo(message);
    return message.toByteArray();
  }

  /** Returns whether this record's signature is over that content. */
  public boolean verify(SignatureAlgorithm known, PublicKey key, SignedContent content) {
    return known.label().equals(algorithm)
        && known.verify(key, message(content), signature.toBytes());
  }
}
