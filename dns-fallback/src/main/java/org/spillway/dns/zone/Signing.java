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
 * The signatures that stand beside the records of torrents. One that is there already stays as long
 * as it is right and young, so that a start signs nothing anew. Safe for use by many threads.
 */
final class Signing {
  /** Readers believe a signature for 42 days; secondaries go on without us for 28 of these. */
  private static final Duration RENEWED = Duration.ofDays(7);

  /** A clock that was set back leaves signatures from the future, which nobody believes. */
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

  /** Whether there is somebody who signs. */
  boolean isOn() {
    return signer != null;
  }

  /** Whether the clock was set back since this was last asked, by one thread. */
  boolean isClockSetBack() {
    var now = clock.instant();
    boolean isSetBack = now.plus(SKEW).isBefore(lastLook);
    lastLook = now;
    return isSetBack;
  }

  /** Those of an RRset that are no signatures. */
  static List<List<String>> unsigned(List<List<String>> rrset) {
    return rrset.stream().filter(record -> !SignatureRecord.isOne(record)).toList();
  }

  /** Whether these records have the signature that they should have, and no other. */
  boolean isRight(RecordName name, List<List<String>> rrset) {
    long signatures = rrset.stream().filter(SignatureRecord::isOne).count();
    return !isOn() ? signatures == 0 : signatures == 1 && current(name, rrset).isPresent();
  }

  /** The signature in an RRset that need not be made anew, as far as can be seen by itself. */
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

  /** The request that the records of this name are the answer to. */
  private static RequestHash target(RecordName name) {
    return new RequestHash(name.withPart(0).labels());
  }

  /**
   * The records with their signature.
   *
   * @param records without one
   * @param content of these
   * @param there what stands at the name if that is the same content, {@link TxtRrset#NONE}
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
