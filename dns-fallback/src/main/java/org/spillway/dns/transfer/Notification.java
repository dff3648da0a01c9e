package org.spillway.dns.transfer;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.tsig.SignedQuery;
import org.spillway.dns.tsig.TsigKeys;
import org.spillway.dns.tsig.Unverified;
import org.spillway.dns.zone.FallbackZone;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** One NOTIFY (RFC 1996 §3) to one name server, which is repeated until it is answered. */
final class Notification {
  private static final System.Logger log = System.getLogger(Notification.class.getName());

  /** The number of times that it is sent, which is the same in BIND. */
  private static final int TRIES = 5;

  private final FallbackZone zone;
  private final NotifyTarget target;
  private final TsigKeys keys;
  private final byte[] message;
  private final int id = ThreadLocalRandom.current().nextInt(1 << 16);
  private long waitNanos;
  private int tries;
  private long due = System.nanoTime();
  private @Nullable InetSocketAddress address;
  private @Nullable SignedQuery signed;
  private @Nullable Unverified unverified;

  /**
   * Makes a notification that has not been sent.
   *
   * @param soa the new SOA record (RFC 1996 §3.7)
   */
  Notification(
      FallbackZone zone, NotifyTarget target, Record soa, TsigKeys keys, Duration firstWait) {
    this.zone = zone;
    this.target = target;
    this.keys = keys;
    this.message = message(soa);
    this.waitNanos = firstWait.toNanos();
  }

  private byte[] message(Record soa) {
    var notify = new Message(id);
    notify.getHeader().setOpcode(Opcode.NOTIFY);
    notify.getHeader().setFlag(Flags.AA);
    notify.addRecord(Record.newRecord(zone.origin(), Type.SOA, DClass.IN), Section.QUESTION);
    notify.addRecord(soa, Section.ANSWER);
    return notify.toWire();
  }

  NotifyTarget target() {
    return target;
  }

  boolean isDue(long now) {
    return now - due >= 0;
  }

  boolean isGivenUp(long now) {
    return tries == TRIES && isDue(now);
  }

  /**
   * Returns the message for this attempt, and counts the attempt.
   *
   * @throws IOException if the host has no address, or none is known yet
   */
  byte[] message(long now, LookUps lookUps) throws IOException {
    tries++;
    due = now + waitNanos;
    waitNanos *= 2;
    var at = target.address();
    address = new InetSocketAddress(lookUps.find(at.host()), at.port());
    signed = keys.find(target.key()).map(key -> keys.sign(message, key)).orElse(null);
    return signed == null ? message.clone() : signed.bytes();
  }

  /** Returns the address to which the last message went. */
  InetSocketAddress address() {
    if (address == null) {
      throw new IllegalStateException("there is no message yet");
    }
    return address;
  }

  /**
   * Returns whether this is the answer: it comes from where the message went, with its id, and
   * signed as the message was.
   */
  boolean isAnsweredBy(byte[] bytes, InetSocketAddress from) {
    if (!from.equals(address) || bytes.length < Header.LENGTH) {
      return false;
    }
    int flags = ByteBuffer.wrap(bytes).getShort(2) & 0xFFFF;
    boolean ours =
        (ByteBuffer.wrap(bytes).getShort(0) & 0xFFFF) == id
            && flags >> 15 == 1
            && ((flags >> 11) & 0xF) == Opcode.NOTIFY;
    if (ours && signed != null && !signed.isAnsweredBy(bytes)) {
      unverified = Unverified.of(bytes);
      return false;
    }
    if (ours) {
      warnUnlessGood(flags & 0xF);
    }
    return ours;
  }

  /**
   * Says why there was no proper answer, as far as is known. An answer that refuses its key is not
   * signed (RFC 8945 §5.3.2), but neither is one from a forger, so the message is repeated
   * nevertheless.
   */
  String outcome() {
    return zone.origin() + ": " + answer();
  }

  private String answer() {
    if (unverified != null) {
      return target + " says " + unverified;
    }
    return address == null ? target + " has no address" : "no answer from " + target;
  }

  private void warnUnlessGood(int rcode) {
    if (rcode != Rcode.NOERROR) {
      String said = Rcode.string(rcode);
      log.log(WARNING, "dns.notify: {0}: {1} says {2}", zone.origin(), target, said);
    }
  }
}
