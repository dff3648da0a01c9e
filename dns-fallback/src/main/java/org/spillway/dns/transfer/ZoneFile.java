package org.spillway.dns.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import org.spillway.dns.dnssec.SignedState;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.Snapshot;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Writes a zone as a master file (RFC 1035 §5), which any name server can serve. */
public final class ZoneFile {
  private final FallbackZone zone;

  public ZoneFile(FallbackZone zone) {
    this.zone = zone;
  }

  /** Writes every record; those below the apex come in canonical order (RFC 4034 §6.1). */
  public void write(Snapshot snapshot, Appendable out) throws IOException {
    out.append("$ORIGIN ").append(zone.origin().toString()).append('\n');
    apex(zone.soa(snapshot.serial()), out);
    for (Record server : zone.nameServers()) {
      apex(server, out);
    }
    for (var entry : snapshot.inOrder()) {
      write(entry.name().labels(), entry.rrset(), out);
    }
  }

  /** Writes every record with its signature, in canonical order. */
  public void write(SignedState state, Appendable out) throws IOException {
    out.append("$ORIGIN ").append(zone.origin().toString()).append('\n');
    for (var records = state.records().iterator(); records.hasNext(); ) {
      write(records.next(), out);
    }
  }

  private void write(Record record, Appendable out) throws IOException {
    var name = record.getName();
    String owner = name.equals(zone.origin()) ? "@" : name.relativize(zone.origin()).toString();
    head(owner, record.getTTL(), Type.string(record.getType()), out);
    if (record.getType() == Type.TXT) {
      strings(record.rdataToWireCanonical(), out);
    } else {
      out.append(' ').append(record.rdataToString()).append('\n');
    }
  }

  private static void apex(Record record, Appendable out) throws IOException {
    head("@", record.getTTL(), Type.string(record.getType()), out);
    out.append(' ').append(record.rdataToString()).append('\n');
  }

  private static void head(String name, long ttl, String type, Appendable out) throws IOException {
    out.append(name).append(' ').append(Long.toString(ttl)).append(" IN ").append(type);
  }

  private static void write(String name, TxtRrset rrset, Appendable out) throws IOException {
    for (byte[] rdata : rrset.rdatas()) {
      head(name, rrset.ttl(), "TXT", out);
      strings(rdata, out);
    }
  }

  /** Writes strings, one on each line, in parentheses if there are several. */
  private static void strings(byte[] rdata, Appendable out) throws IOException {
    boolean several = 1 + (rdata[0] & 0xFF) < rdata.length;
    out.append(several ? " (" : "");
    for (int at = 0; at < rdata.length; at += 1 + (rdata[at] & 0xFF)) {
      out.append(several ? "\n  " : " ");
      quoted(new String(rdata, at + 1, rdata[at] & 0xFF, ISO_8859_1), out);
    }
    out.append(several ? " )\n" : "\n");
  }

  private static void quoted(String string, Appendable out) throws IOException {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append("\\%03d".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
