package org.spillway.client.signature;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.MalformedMagnetLinkException;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.torrent.signature.CertificateChain;
import org.spillway.torrent.signature.CertificateNames;
import org.spillway.torrent.signature.HostNames;
import org.spillway.torrent.signature.MalformedChainException;
import org.spillway.torrent.signature.SignatureAlgorithm;
import org.spillway.torrent.signature.SignatureRecord;
import org.spillway.torrent.signature.SignedContent;

/**
 * Judges the signatures of one torrent. For use by one thread.
 *
 * <p>A signature counts if the host of the URL has made it for the request that was hashed, over
 * these very bytes, no more than {@link #VALIDITY} ago.
 */
public final class SignatureCheck {
  /**
   * The time for which a signature counts: as long as those of DNSSEC here, because secondaries go
   * on for four weeks without their primary.
   */
  public static final Duration VALIDITY = Duration.ofDays(42);

  /** The most by which the signer's clock and ours may differ. */
  public static final Duration SKEW = Duration.ofHours(1);

  /** The most signatures of one torrent that are read. */
  private static final int MOST_SIGNATURES = 8;

  /** The most certificate chains of one torrent, as DNS has to be asked for each. */
  private static final int MOST_CHAINS = 2;

  private static final int SHOWN = 200;

  private final WebPki webPki;
  private final InstantSource clock;
  private final Chains chains;
  private final Map<String, CertificateChain> known = new HashMap<>();
  private int asked;

  /** A source of certificates. */
  public interface Chains {
    /**
     * Finds a chain.
     *
     * @param id the id of the chain, see {@link CertificateChain#id}
     * @return the chain as it came; its id is not checked
     * @throws IOException if it cannot be fetched
     */
    CertificateChain find(String id) throws IOException;
  }

  public SignatureCheck(WebPki webPki, InstantSource clock, Chains chains) {
    this.webPki = webPki;
    this.clock = clock;
    this.chains = chains;
  }

  /**
   * Judges the signatures of a torrent.
   *
   * @param host the host of the URL, in lower case and without a final dot
   * @param target the hash that was asked for
   * @param rrset the records at that name
   * @param content the content of the records
   * @return the newest signature that counts, or else why the first one does not
   */
  public SignatureVerdict check(
      String host, RequestHash target, List<List<String>> rrset, FallbackAnswer content) {
    if (rrset.stream().noneMatch(SignatureRecord::isOne)) {
      return SignatureVerdict.none();
    }
    var signatures =
        rrset.stream().flatMap(record -> SignatureRecord.parse(record).stream()).toList();
    var signed = signed(content, rrset);
    if (signatures.isEmpty() || signed.isEmpty()) {
      String what = signatures.isEmpty() ? "its record" : "the torrent";
      return new SignatureVerdict.Invalid(what + " is malformed");
    }
    return check(host, target, signed.get(), signatures);
  }

  private static Optional<SignedContent> signed(FallbackAnswer content, List<List<String>> rrset) {
    if (content instanceof FallbackAnswer.Torrent torrent) {
      return SignedContent.ofTorrent(torrent.content().toBytes());
    }
    return rrset.stream()
        .flatMap(record -> FallbackRecords.magnetLink(record).stream())
        .filter(text -> isOf(content, text))
        .findFirst()
        .map(SignedContent::ofMagnet);
  }

  /** Returns whether this very link was signed, and not another one beside it. */
  private static boolean isOf(FallbackAnswer content, String text) {
    try {
      return new FallbackAnswer.Magnet(MagnetLink.parse(text)).equals(content);
    } catch (MalformedMagnetLinkException e) {
      return false;
    }
  }

  private SignatureVerdict check(
      String host, RequestHash target, SignedContent content, List<SignatureRecord> signatures) {
    var best = SignatureVerdict.none();
    for (SignatureRecord signature : signatures.stream().limit(MOST_SIGNATURES).toList()) {
      var verdict = check(host, target, content, signature);
      boolean isFirst = best instanceof SignatureVerdict.None;
      if (isFirst || (verdict.isValid() && !best.isValid()) || verdict.isNewerThan(best)) {
        best = verdict;
      }
    }
    return best;
  }

  private SignatureVerdict check(
      String host, RequestHash target, SignedContent content, SignatureRecord signature) {
    try {
      requireStatement(host, target, signature);
      var chain = chain(signature.chain());
      var leaf = requireChain(host, chain);
      requireSigned(leaf, content, signature);
      return new SignatureVerdict.Valid(
          host, printable(leaf.getIssuerX500Principal().getName()), signature.date());
    } catch (NotCountedException e) {
      return new SignatureVerdict.Invalid(printable(String.valueOf(e.getMessage())));
    }
  }

  /** Checks the signature's own words, as far as they can be compared before any key is known. */
  private void requireStatement(String host, RequestHash target, SignatureRecord signature)
      throws NotCountedException {
    if (SignatureAlgorithm.of(signature.algorithm()).isEmpty()) {
      throw new NotCountedException(
          "its algorithm %s is not known".formatted(signature.algorithm()));
    }
    if (!new HostNames(signature.hosts()).cover(host)) {
      throw new NotCountedException(
          "it is for another host: %s, not %s"
              .formatted(String.join(", ", signature.hosts()), host));
    }
    if (!signature.target().equals(target)) {
      throw new NotCountedException(
          "it is for another path: that of %s, not that of %s"
              .formatted(signature.target(), target));
    }
    requireDate(signature);
  }

  private void requireDate(SignatureRecord signature) throws NotCountedException {
    var now = clock.instant();
    var date = signature.date();
    if (date.isAfter(now.plus(SKEW))) {
      throw new NotCountedException(
          "it is from the future: it was made on %s, and the clock of this machine says %s"
              .formatted(date, now.truncatedTo(ChronoUnit.SECONDS)));
    }
    if (date.plus(VALIDITY).plus(SKEW).isBefore(now)) {
      throw new NotCountedException(
          "it has expired: it was made on %s and holds for %d days"
              .formatted(date, VALIDITY.toDays()));
    }
  }

  private CertificateChain chain(String id) throws NotCountedException {
    var before = known.get(id);
    if (before != null) {
      return before;
    }
    if (asked == MOST_CHAINS) {
      throw new NotCountedException("there are too many other certificates");
    }
    asked++;
    try {
      var chain = chains.find(id);
      if (!chain.id().equals(id)) {
        throw new NotCountedException("the certificates at %s do not have that hash".formatted(id));
      }
      known.put(id, chain);
      return chain;
    } catch (MalformedChainException e) {
      throw new NotCountedException("its certificates are malformed: " + e.getMessage());
    } catch (NotCountedException e) {
      throw e;
    } catch (IOException e) {
      throw new NotCountedException("its certificates cannot be fetched: " + e.getMessage());
    }
  }

  private X509Certificate requireChain(String host, CertificateChain chain)
      throws NotCountedException {
    try {
      var certificates = chain.x509();
      var leaf = certificates.get(0);
      var names = CertificateNames.of(leaf);
      if (!names.cover(host)) {
        throw new NotCountedException(
            "its certificate is for another host: %s, not %s"
                .formatted(String.join(", ", names.all()), host));
      }
      webPki.check(certificates);
      return leaf;
    } catch (MalformedChainException e) {
      throw new NotCountedException("its certificates are malformed: " + e.getMessage());
    } catch (CertificateException e) {
      throw new NotCountedException(describe(e));
    }
  }

  private static String describe(CertificateException problem) {
    if (isCausedBy(problem, CertificateExpiredException.class)) {
      return "its certificate has expired";
    }
    if (isCausedBy(problem, CertificateNotYetValidException.class)) {
      return "its certificate is not valid yet";
    }
    return isCausedBy(problem, CertPathBuilderException.class)
        ? "its certificate does not come from an authority that this machine trusts"
        : "its certificate is not valid for HTTPS servers: " + problem.getMessage();
  }

  private static boolean isCausedBy(Throwable problem, Class<? extends Throwable> kind) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static void requireSigned(
      X509Certificate leaf, SignedContent content, SignatureRecord signature)
      throws NotCountedException {
    var algorithm = SignatureAlgorithm.of(signature.algorithm()).orElseThrow();
    if (!algorithm.fits(leaf.getPublicKey())) {
      throw new NotCountedException(
          "its algorithm %s is not one for the key of its certificate"
              .formatted(algorithm.label()));
    }
    if (!signature.verify(algorithm, leaf.getPublicKey(), content)) {
      throw new NotCountedException(
          "it does not fit the torrent, in which something was altered: the content, its trackers,"
              + " its web seeds, or what the signature says of itself");
    }
  }

  /** Replaces characters that must not reach a terminal: certificates may hold anything. */
  private static String printable(String text) {
    String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
  }

  private static final class NotCountedException extends IOException {
    private static final long serialVersionUID = 1;

    NotCountedException(String reason) {
      super(reason);
    }
  }
}
