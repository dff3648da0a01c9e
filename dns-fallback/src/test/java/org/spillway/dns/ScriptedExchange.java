package org.spillway.dns;

import java.io.DataOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.spillway.dns.tsig.TsigKey;
import org.spillway.dns.tsig.TsigKeys;
import org.spillway.dns.tsig.TsigRequest;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Type;

/** A request to a {@link ScriptedPrimary}, and what it may do about it. */
final class ScriptedExchange {
  /** What is asked for. */
  enum Kind {
    UPDATE,
    TRANSFER,
    SERIAL,
    RECORDS
  }

  private final byte[] bytes;
  private final Message request;
  private final ScriptedZone zone;
  private final DataOutputStream out;

  ScriptedExchange(byte[] bytes, ScriptedZone zone, DataOutputStream out) throws IOException {
    this.bytes = bytes;
    this.request = new Message(bytes);
    this.zone = zone;
    this.out = out;
  }

  Kind kind() {
    if (request.getHeader().getOpcode() == Opcode.UPDATE) {
      return Kind.UPDATE;
    }
    return switch (request.getQuestion().getType()) {
      case Type.AXFR -> Kind.TRANSFER;
      case Type.SOA -> Kind.SERIAL;
      default -> Kind.RECORDS;
    };
  }

  /** The right answer, signed. */
  byte[] perform() {
    return sign(zone.answer(request));
  }

  /** An answer, signed; nothing is done. */
  byte[] answer(int rcode) {
    return sign(unsigned(rcode));
  }

  Message unsigned(int rcode) {
    var answer = ScriptedZone.empty(request);
    answer.getHeader().setRcode(rcode);
    return answer;
  }

  private byte[] sign(Message answer) {
    var opened = open(ScriptedPrimary.KEY, InstantSource.system());
    return ((TsigRequest.Signed) opened).session().sign(answer.toWire());
  }

  /** What a server says to it that has this key and clock, and so does not believe it. */
  byte[] refusal(TsigKey key, InstantSource clock) {
    return ((TsigRequest.Refused) open(key, clock)).answer();
  }

  private TsigRequest open(TsigKey key, InstantSource clock) {
    return new TsigKeys(List.of(key), clock).open(bytes);
  }

  void send(byte[] answer) throws IOException {
    out.writeShort(answer.length);
    out.write(answer);
  }

  void sendHalf(byte[] answer) throws IOException {
    out.writeShort(answer.length);
    out.write(Arrays.copyOf(answer, answer.length / 2));
    hangUp();
  }

  void hangUp() throws IOException {
    out.close();
  }
}
