package org.spillway.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Answers queries about the server itself, under the names that BIND and NSD use. */
final class ServerVersion {
  private static final List<Name> NAMES =
      List.of(Name.fromConstantString("version.bind."), Name.fromConstantString("version.server."));

  private final byte[] rdata;

  /**
   * Takes the answer.
   *
   * @param text the version; empty refuses the query; at most 255 bytes as UTF-8
   */
  ServerVersion(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    this.rdata = new byte[text.isEmpty() ? 0 : 1 + bytes.length];
    if (rdata.length > 0) {
      rdata[0] = (byte) bytes.length;
      System.arraycopy(bytes, 0, rdata, 1, bytes.length);
    }
  }

  /** Returns the answer; empty unless the query asks for the version, and it is set. */
  Optional<Record> answer(Query query) {
    boolean asked =
        query.dclass() == DClass.CH && query.type() == Type.TXT && NAMES.contains(query.name());
    return asked && rdata.length > 0
        ? Optional.of(Record.newRecord(query.name(), Type.TXT, DClass.CH, 0, rdata))
        : Optional.empty();
  }
}
