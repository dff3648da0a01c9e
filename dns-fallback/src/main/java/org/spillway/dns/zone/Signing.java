package org.spillway.dns.zone;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.torrent.signature.SignatureRecord;
import org.spillway.torrent.signature.SignedContent;
import org.spillway.torrent.signature.TorrentSigner;

/**
 * Makes the signatures beside the records of torrents. An existing signature stays as long as it is
 * right and not too old, so that a start need not sign again. Safe for use by many threads.
 */
final class Signing {
  /**
   * The age at which a signature is renewed. Readers accept one for 42 days, and secondaries serve
   * the zone without us for 28 of these.
   */
  private static final Duration RENEWED = Duration.ofDays(7);

  /**
   * The longest time by which a signature may lie in the future. A clock that was set back leaves
   * signatures from the future, which no reader accepts.
   */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final InstantSource clock;
  private volatile @Nullable TorrentSigner signer;
  private volatile Instant lastLook = Instant.MIN;

  Signing(InstantSource clock) {
    this.clock = clock;
  }

  void use(TorrentSigner next) {
    signer = next;
  }

  /** Returns whether there is a signer. */
  boolean isOn() {
    return signer != null;
  }

  /** Returns whether the clock was set back since this method was last called; for one thread. */
  boolean isClockSetBack() {
    var now = clock.instant();
    boolean isSetBack = now.plus(SKEW).isBefore(lastLook);
    lastLook = now;
    return isSetBack;
  }

  /** Returns the records of an RRset that are not signatures. */
  static List<List<String>> unsigned(List<List<String>> rrset) {
    return rrset.stream().filter(record -> !SignatureRecord.isOne(record)).toList();
  }

  /** Returns whether these records have the signature that they should have, and no other one. */
  boolean isRight(RecordName name, List<List<String>> rrset) {
    long signatures = rrset.stream().filter(SignatureRecord::isOne).count();
    return !isOn() ? signatures == 0 : signatures == 1 && current(name, rrset).isPresent();
  }

  /** Returns the signature of an RRset if it need not be renewed, as far as its own fields show. */
  private Optional<List<String>> current(RecordName name, List<List<String>> rrset) {
    return rrset.stream()
        .filter(
            record -> SignatureRecord.parse(record).filter(it -> isCurrent(name, it)).isPresent())
        .findFirst();
  }

  private boolean isCurrent(RecordName name, SignatureRecord record) {
    var now = clock.instant();
    var by = signer;
    return by != null
        && by.isBy(record, target(name))
        && record.date().isBefore(now.plus(SKEW))
        && record.date().plus(RENEWED).isAfter(now);
  }

  /** Returns the request that the records of this name answer. */
  private static RequestHash target(RecordName name) {
    return new RequestHash(name.withPart(0).labels());
  }

  /**
   * Returns the records with their signature.
   *
   * @param records the records without a signature
   * @param content the content that these records describe
   * @param there the records at the name if they hold the same content, {@link TxtRrset#NONE}
   *     otherwise
   */
  List<List<String>> sign(
      RecordName name, List<List<String>> records, SignedContent content, TxtRrset there) {
    var by = signer;
    if (by == null) {
      return records;
    }
    List<List<String>> signed = new ArrayList<>(records);
    signed.add(
        current(name, there.strings())
            .orElseGet(() -> by.sign(target(name), content, clock.instant()).strings()));
    return signed;
  }
}
