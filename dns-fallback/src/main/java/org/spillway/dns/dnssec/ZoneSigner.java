package org.spillway.dns.dnssec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Makes the signatures of one zone when they are asked for, keeps them, and makes them anew long
 * before they expire. Safe for use by many threads.
 */
public final class ZoneSigner {
  /** The types that the apex holds, beside signatures and proofs. */
  public static final List<Integer> APEX =
      List.of(Type.NS, Type.SOA, Type.DNSKEY, Type.CDS, Type.CDNSKEY);

  /** The type in the NSEC record of a name that does not exist (RFC 9824 §2). */
  public static final int NXNAME = 128;

  /** The most RRsets of torrents whose signatures are kept; each takes about 300 bytes. */
  private static final int MAX_TORRENTS = 1_000_000;

  /** The most other signatures that are kept: of the apex, and of denials. */
  private static final int MAX_OTHERS = 10_000;

  private final ZoneKey key;
  private final Map<Integer, List<Record>> ofKeys;
  private final InstantSource clock;
  private final Cache<RecordName, Kept> torrents = cache(MAX_TORRENTS);

  // Records are equal whatever their TTLs are, but those never differ here.
  private final Cache<List<Record>, Rrsig> others = cache(MAX_OTHERS);

  public ZoneSigner(ZoneKey key, InstantSource clock) {
    this(ZoneKeys.of(key), clock);
  }

  public ZoneSigner(ZoneKeys keys, InstantSource clock) {
    this.key = keys.signing();
    this.ofKeys =
        Map.of(Type.DNSKEY, keys.dnskeys(), Type.CDS, keys.cds(), Type.CDNSKEY, keys.cdnskeys());
    this.clock = clock;
  }

  /** Makes a cache that cleans up in the threads that use it. */
  private static <K, V> Cache<K, V> cache(int size) {
    return Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
  }

  ZoneKey key() {
    return key;
  }

  InstantSource clock() {
    return clock;
  }

  /**
   * Returns an RRset of the apex that describes the keys: DNSKEY, CDS or CDNSKEY (RFC 7344).
   *
   * @return an empty list if the type is another one
   */
  public List<Record> ofKeys(int type) {
    return ofKeys.getOrDefault(type, List.of());
  }

  /** Returns the DS record of the key that signs, see {@link ZoneKey#ds()}. */
  public Record ds() {
    return key.ds();
  }

  /**
   * Returns the RRSIG record of a torrent's RRset if it was made before, as bytes whose owner is
   * the name at byte 12 of the message. The array must not be changed. Costs no more than a
   * look-up.
   *
   * @return null if the record must be made, or made anew, by {@link #sign(RecordName, TxtRrset,
   *     Name, SigningBudget)}
   */
  public byte @Nullable [] kept(RecordName name, TxtRrset rrset) {
    var rrsig = known(name, rrset);
    return rrsig == null || rrsig.isDue(clock.instant()) ? null : rrsig.answer();
  }

  /**
   * Returns the RRSIG record of a torrent's RRset.
   *
   * @param owner the name, in the case in which it was asked for
   * @return empty if the signature would have to be made, and the budget is spent
   */
  public Optional<Record> sign(RecordName name, TxtRrset rrset, Name owner, SigningBudget budget) {
    return torrent(name, rrset, owner, budget::takeForData)
        .map(rrsig -> rrsig.record(owner, rrset.ttl()));
  }

  /** Returns the signature of a torrent's RRset, and makes it without a limit. */
  Rrsig rrsig(RecordName name, TxtRrset rrset, Name owner) {
    return torrent(name, rrset, owner, () -> true).orElseThrow();
  }

  private Optional<Rrsig> torrent(
      RecordName name, TxtRrset rrset, Name owner, BooleanSupplier budget) {
    var now = clock.instant();
    var known = known(name, rrset);
    if (!mayBeMade(known, now, budget)) {
      return usable(known, now);
    }
    var made = Rrsig.of(rrset.records(owner), key, Validity.DATA, now);
    torrents.put(name, Kept.of(rrset, made));
    return Optional.of(made);
  }

  private @Nullable Rrsig known(RecordName name, TxtRrset rrset) {
    var kept = torrents.getIfPresent(name);
    if (kept == null || kept.rrset.refersTo(rrset)) {
      return kept == null ? null : kept.rrsig;
    }
    var here = Kept.of(rrset, kept.rrsig);
    if (!here.hasDigestOf(kept)) {
      return null;
    }
    // The RRset has moved to another file.
    torrents.put(name, here);
    return kept.rrsig;
  }

  private static boolean mayBeMade(@Nullable Rrsig known, Instant now, BooleanSupplier budget) {
    return (known == null || known.isDue(now)) && budget.getAsBoolean();
  }

  /**
   * Returns a signature that is still valid, though it is due: it will do if there is no time to
   * make another one.
   */
  private static Optional<Rrsig> usable(@Nullable Rrsig known, Instant now) {
    return Optional.ofNullable(known).filter(rrsig -> rrsig.isValid(now));
  }

  /**
   * Returns the RRSIG record of an RRset that is not a torrent's.
   *
   * @param rrset the RRset as the zone holds it, with its whole TTL
   * @return empty if the signature would have to be made, and the budget is spent
   */
  public Optional<Record> sign(List<Record> rrset, SigningBudget budget) {
    return other(rrset, Validity.DATA, budget::takeForData);
  }

  /** Returns the RRSIG record of an RRset that is not a torrent's, and makes it without a limit. */
  Record sign(List<Record> rrset) {
    return other(rrset, Validity.DATA, () -> true).orElseThrow();
  }

  /**
   * Returns an NSEC record and its RRSIG record. The NSEC record says which types a name has, or
   * that the name does not exist, by compact denial of existence (RFC 9824).
   *
   * @param name the name, in the case in which it was asked for
   * @param types the types without NSEC and RRSIG; {@link #NXNAME} alone if the name does not exist
   * @param ttl the TTL of the SOA record in a denial (RFC 9077)
   * @return empty if the signature would have to be made, and the budget is spent
   */
  public Optional<List<Record>> denial(
      Name name, List<Integer> types, long ttl, SigningBudget budget) {
    var nsec = nsec(name, NextName.after(name), types, ttl);
    return other(List.of(nsec), Validity.DENIAL, budget::takeForDenial)
        .map(rrsig -> List.of(nsec, rrsig));
  }

  static Record nsec(Name name, Name next, List<Integer> types, long ttl) {
    var all = IntStream.of(Type.RRSIG, Type.NSEC);
    int[] sorted = IntStream.concat(types.stream().mapToInt(type -> type), all).sorted().toArray();
    return new NSECRecord(name, DClass.IN, ttl, next, sorted);
  }

  private Optional<Record> other(List<Record> rrset, Validity validity, BooleanSupplier budget) {
    var now = clock.instant();
    var known = others.getIfPresent(rrset);
    var rrsig = usable(known, now);
    if (mayBeMade(known, now, budget)) {
      var made = Rrsig.of(rrset, key, validity, now);
      others.put(rrset, made);
      rrsig = Optional.of(made);
    }
    var first = rrset.get(0);
    return rrsig.map(found -> found.record(first.getName(), first.getTTL()));
  }

  /**
   * A signature that is kept.
   *
   * @param rrset the RRset; a strong reference would keep the file of a name that is withdrawn
   * @param digest the digest of the RRset
   * @param rrsig the signature
   */
  private record Kept(WeakReference<TxtRrset> rrset, ByteBuffer digest, Rrsig rrsig) {
    static Kept of(TxtRrset rrset, Rrsig rrsig) {
      return new Kept(new WeakReference<>(rrset), sha256(rrset), rrsig);
    }

    boolean hasDigestOf(Kept other) {
      return digest.equals(other.digest);
    }

    private static ByteBuffer sha256(TxtRrset rrset) {
      byte[] bytes = new byte[rrset.length()];
      rrset.copyTo(bytes, 0);
      try {
        return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
