package org.spillway.dns.tsig;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/** A TSIG record (RFC 8945 §4.2). */
final class TsigRecord {
  private static final int TIME_BYTES = 6;

  private final Name key;
  private final Name algorithm;
  private final long time;
  private final int fudge;
  private final byte[] mac;
  private final int originalId;
  private final int error;
  private final byte[] other;

  /**
   * @param time seconds since 1970, below 2^48
   * @param fudge by how many seconds the clocks may differ
   */
  TsigRecord(
      Name key,
      Name algorithm,
      long time,
      int fudge,
      byte[] mac,
      int originalId,
      int error,
      byte[] other) {
    this.key = key;
    this.algorithm = algorithm;
    this.time = time;
    this.fudge = fudge;
    this.mac = mac.clone();
    this.originalId = originalId;
    this.error = error;
    this.other = other.clone();
  }

  /**
   * @param in at the first byte of the RDATA
   */
  static TsigRecord read(Name key, DNSInput in) throws WireParseException {
    var algorithm = new Name(in);
    long time = ((long) in.readU16() << 32) | in.readU32();
    int fudge = in.readU16();
    byte[] mac = in.readByteArray(in.readU16());
    int originalId = in.readU16();
    int error = in.readU16();
    return new TsigRecord(
        key, algorithm, time, fudge, mac, originalId, error, in.readByteArray(in.readU16()));
  }

  Name key() {
    return key;
  }

  Name algorithm() {
    return algorithm;
  }

  long time() {
    return time;
  }

  int fudge() {
    return fudge;
  }

  byte[] mac() {
    return mac.clone();
  }

  int originalId() {
    return originalId;
  }

  int error() {
    return error;
  }

  TsigRecord withMac(byte[] sum) {
    return new TsigRecord(key, algorithm, time, fudge, sum, originalId, error, other);
  }

  /** What a MAC covers of the record (RFC 8945 §4.3.3). */
  byte[] variables() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(key.toWireCanonical());
    bytes.writeBytes(ByteBuffer.allocate(6).putShort((short) DClass.ANY).putInt(0).array());
    bytes.writeBytes(algorithm.toWireCanonical());
    bytes.writeBytes(timers());
    bytes.writeBytes(errorAndOther());
    return bytes.toByteArray();
  }

  /** What it covers from the second message of a transfer on (RFC 8945 §5.3.1). */
  byte[] timers() {
    return ByteBuffer.allocate(TIME_BYTES + 2).put(time48(time)).putShort((short) fudge).array();
  }

  /** A time as TSIG writes it. */
  static byte[] time48(long seconds) {
    return ByteBuffer.allocate(TIME_BYTES)
        .putShort((short) (seconds >> 32))
        .putInt((int) seconds)
        .array();
  }

  private byte[] errorAndOther() {
    return ByteBuffer.allocate(4 + other.length)
        .putShort((short) error)
        .putShort((short) other.length)
        .put(other)
        .array();
  }

  /** The whole record, uncompressed. */
  byte[] toWire() {
    var rdata = new ByteArrayOutputStream();
    rdata.writeBytes(algorithm.toWire());
    rdata.writeBytes(timers());
    rdata.writeBytes(lengthAnd(mac));
    rdata.writeBytes(ByteBuffer.allocate(2).putShort((short) originalId).array());
    rdata.writeBytes(errorAndOther());
    var record = new ByteArrayOutputStream();
    record.writeBytes(key.toWire());
    record.writeBytes(
        ByteBuffer.allocate(8)
            .putShort((short) Type.TSIG)
            .putShort((short) DClass.ANY)
            .putInt(0)
            .array());
    record.writeBytes(lengthAnd(rdata.toByteArray()));
    return record.toByteArray();
  }

  /** After its length in two bytes. */
  static byte[] lengthAnd(byte[] bytes) {
    return ByteBuffer.allocate(2 + bytes.length).putShort((short) bytes.length).put(bytes).array();
  }
}
