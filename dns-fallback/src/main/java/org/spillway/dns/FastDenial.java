package org.spillway.dns;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.spillway.dns.zone.FallbackZone;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * The SOA record of a zone as it stands in the answer that a name does not exist. What its names
 * share with the zone's name is a pointer to the question (RFC 1035 §4.1.4). Immutable.
 */
final class FastDenial {
  private static final int POINTER = 0xC000;

  /** The length from the serial to the end of the record, in bytes (RFC 1035 §3.3.13). */
  private static final int TAIL = 5 * Integer.BYTES;

  private final FallbackZone zone;

  /** The record with pointers as in a message that begins with the zone's name. */
  private final byte[] record;

  private final int[] pointers;

  FastDenial(FallbackZone zone) {
    this.zone = zone;
    var out = new DNSOutput();
    List<Integer> places = new ArrayList<>();
    write((SOARecord) zone.denial(), out, places);
    this.record = out.toByteArray();
    this.pointers = places.stream().mapToInt(place -> place).toArray();
  }

  /**
   * Writes the record.
   *
   * @param places receives the positions of the pointers
   */
  private static void write(SOARecord soa, DNSOutput out, List<Integer> places) {
    var origin = soa.getName();
    write(origin, origin, out, places);
    out.writeU16(Type.SOA);
    out.writeU16(DClass.IN);
    out.writeU32(soa.getTTL());
    int lengthAt = out.current();
    out.writeU16(0);
    write(soa.getHost(), origin, out, places);
    write(soa.getAdmin(), origin, out, places);
    out.writeU32(soa.getSerial());
    out.writeU32(soa.getRefresh());
    out.writeU32(soa.getRetry());
    out.writeU32(soa.getExpire());
    out.writeU32(soa.getMinimum());
    out.writeU16At(out.current() - lengthAt - Short.BYTES, lengthAt);
  }

  private static void write(Name name, Name origin, DNSOutput out, List<Integer> places) {
    var rest = name;
    while (!origin.subdomain(rest)) {
      out.writeByteArray(rest.getLabel(0));
      rest = new Name(rest, 1);
    }
    if (rest.equals(Name.root)) {
      rest.toWireCanonical(out);
    } else {
      places.add(out.current());
      out.writeU16(origin.length() - rest.length());
    }
  }

  /** Returns the length, in bytes. */
  int length() {
    return record.length;
  }

  /**
   * Writes the record into a message.
   *
   * @param origin the position of the zone's name in the message
   * @return the position where the record ends
   */
  int write(byte[] message, int at, int origin) {
    int end = at + record.length;
    var buffer = ByteBuffer.wrap(message).put(at, record);
    for (int place : pointers) {
      buffer.putShort(at + place, (short) (POINTER | (origin + buffer.getShort(at + place))));
    }
    buffer.putInt(end - TAIL, (int) zone.serial());
    return end;
  }
}
