package org.spillway.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Queries as bytes, well-formed and not. */
final class TestQueries {
  static final int ID = 0xBEEF;

  private TestQueries() {}

  static Message query(String name, int type) {
    return query(name, type, DClass.IN);
  }

  static Message query(String name, int type, int dclass) {
    var query = new Message(ID);
    query.addRecord(
        Record.newRecord(Name.fromConstantString(name), type, dclass), Section.QUESTION);
    return query;
  }

  static Message txt(String name) {
    return query(name, Type.TXT);
  }

  static Message edns(Message query, int payload) {
    return edns(query, payload, 0, 0);
  }

  static Message edns(Message query, int payload, int version, int flags) {
    query.addRecord(new OPTRecord(payload, 0, version, flags), Section.ADDITIONAL);
    return query;
  }

  static Message dnssecOk(Message query) {
    return edns(query, 1232, 0, ExtendedFlags.DO);
  }

  static Message recursive(Message query) {
    query.getHeader().setFlag(Flags.RD);
    return query;
  }

  /** Sets one of the counts of the header, whatever follows it. */
  static byte[] withCount(Message query, int section, int count) {
    byte[] bytes = query.toWire();
    ByteBuffer.wrap(bytes).putShort(4 + 2 * section, (short) count);
    return bytes;
  }

  /** A header with this many questions, and whatever follows. */
  static byte[] message(int questions, String hex) {
    byte[] rest = HexFormat.of().parseHex(hex);
    return ByteBuffer.allocate(12 + rest.length)
        .putShort((short) ID)
        .putShort((short) 0)
        .putShort((short) questions)
        .putShort((short) 0)
        .putInt(0)
        .put(rest)
        .array();
  }

  static Message answer(Responder responder, byte[] query, Transport transport) throws IOException {
    return new Message(answerBytes(responder, query, transport).orElseThrow());
  }

  static Optional<byte[]> answerBytes(Responder responder, byte[] query, Transport transport) {
    return answerBytes(responder, query, transport, InetAddress.getLoopbackAddress());
  }

  static Optional<byte[]> answerBytes(
      Responder responder, byte[] query, Transport transport, InetAddress client) {
    var exchange = Exchange.of(query, transport, client);
    responder.answer(exchange);
    return exchange.answerBytes();
  }

  static Message withOption(Message query, int code, byte[] data) {
    query.addRecord(
        new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(code, data))),
        Section.ADDITIONAL);
    return query;
  }

  static Message udp(Responder responder, Message query) throws IOException {
    return answer(responder, query.toWire(), Transport.UDP);
  }

  static Message tcp(Responder responder, Message query) throws IOException {
    return answer(responder, query.toWire(), Transport.TCP);
  }

  /** RCODE, flags and the types in each section: {@code NOERROR qr aa | TXT | SOA | OPT}. */
  static String summary(Message answer) {
    var summary = new StringBuilder(Rcode.string(answer.getRcode()));
    summary.append(' ').append(answer.getHeader().printFlags().trim());
    for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
      summary.append(" |");
      for (Record record : answer.getSection(section)) {
        summary.append(' ').append(Type.string(record.getType()));
      }
    }
    return summary.toString();
  }
}
