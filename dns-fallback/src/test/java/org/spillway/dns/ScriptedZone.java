package org.spillway.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The zone of a {@link ScriptedPrimary}: TXT records and aliases, which take updates by RFC 2136 §3
 * as far as ours go. Safe for use by many threads.
 */
final class ScriptedZone {
  private final Name origin = Name.fromConstantString(TestTorrents.ORIGIN);
  private final Map<Name, Set<Record>> txt = new TreeMap<>();
  private long serial = 1;

  /** By name; equal whatever the order of the records. */
  synchronized Map<Name, Set<Record>> records() {
    return new HashMap<>(txt);
  }

  /** Sets it back to what it was. */
  synchronized void restore(Map<Name, Set<Record>> records, long oldSerial) {
    txt.clear();
    txt.putAll(records);
    serial = oldSerial;
  }

  synchronized long serial() {
    return serial;
  }

  /** Others add a record. */
  synchronized void add(String owner, String text) {
    var name = Name.fromConstantString(owner);
    add(new TXTRecord(name, DClass.IN, 300, text));
    serial++;
  }

  /** Does something while others have a record there, which nobody else sees come or go. */
  synchronized byte[] beside(String owner, String text, Supplier<byte[]> deed) {
    add(owner, text);
    byte[] result = deed.get();
    remove(owner);
    return result;
  }

  private void add(Record record) {
    var records = new HashSet<>(at(record.getName()));
    records.add(record);
    txt.put(record.getName(), records);
  }

  /** Others make a name an alias of another. */
  synchronized void alias(String owner, String target) {
    remove(owner);
    add(
        new CNAMERecord(
            Name.fromConstantString(owner), DClass.IN, 300, Name.fromConstantString(target)));
  }

  /** Others take away what is at a name. */
  synchronized void remove(String owner) {
    txt.remove(Name.fromConstantString(owner));
    serial++;
  }

  private Set<Record> at(Name name) {
    return txt.getOrDefault(name, Set.of());
  }

  /** Does what is asked. */
  synchronized Message answer(Message request) {
    var answer = empty(request);
    if (request.getHeader().getOpcode() == Opcode.UPDATE) {
      answer.getHeader().setRcode(update(request));
    } else {
      var asked = request.getQuestion();
      found(asked).forEach(record -> answer.addRecord(record, Section.ANSWER));
    }
    return answer;
  }

  /** NOERROR, and nothing done. */
  static Message empty(Message request) {
    var answer = new Message(request.getHeader().getID());
    answer.getHeader().setOpcode(request.getHeader().getOpcode());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(request.getQuestion(), Section.QUESTION);
    return answer;
  }

  private Collection<Record> found(Record asked) {
    return switch (asked.getType()) {
      case Type.SOA -> List.of(soa());
      case Type.AXFR -> all();
      default -> behind(asked.getName());
    };
  }

  /** With what an alias leads to (RFC 1034 §3.6.2). */
  private List<Record> behind(Name name) {
    List<Record> found = new ArrayList<>(at(name));
    at(name).stream()
        .filter(CNAMERecord.class::isInstance)
        .forEach(alias -> found.addAll(at(((CNAMERecord) alias).getTarget())));
    return found;
  }

  private List<Record> all() {
    List<Record> all = new ArrayList<>();
    all.add(soa());
    txt.values().forEach(all::addAll);
    all.add(soa());
    return all;
  }

  private Record soa() {
    return new SOARecord(origin, DClass.IN, 3600, origin, origin, serial, 3600, 600, 86_400, 60);
  }

  private int update(Message request) {
    int rcode = prerequisites(request.getSection(Section.PREREQ));
    if (rcode == Rcode.NOERROR) {
      request.getSection(Section.UPDATE).forEach(this::apply);
      serial++;
    }
    return rcode;
  }

  /**
   * Returns whether each name has all the given records, or none (RFC 2136 §2.4), as a response
   * code.
   */
  private int prerequisites(List<Record> required) {
    Map<Name, List<String>> expected = new HashMap<>();
    for (Record record : required) {
      var name = record.getName();
      if (record.getDClass() == DClass.IN) {
        expected.computeIfAbsent(name, any -> new ArrayList<>()).add(record.rdataToString());
      } else if (record.getType() == Type.TXT && !at(name).isEmpty()) {
        return Rcode.YXRRSET;
      }
    }
    boolean same = expected.entrySet().stream().allMatch(e -> holds(e.getKey(), e.getValue()));
    return same ? Rcode.NOERROR : Rcode.NXRRSET;
  }

  private boolean holds(Name name, List<String> expected) {
    var records = name.equals(origin) ? List.of(soa()) : at(name);
    var held = records.stream().map(Record::rdataToString).sorted().toList();
    return held.equals(expected.stream().sorted().toList());
  }

  /** RFC 2136 §2.5. */
  private void apply(Record change) {
    switch (change.getDClass()) {
      case DClass.ANY -> txt.remove(change.getName());
      case DClass.NONE -> remove(change);
      default -> add(change);
    }
  }

  private void remove(Record record) {
    var records = new HashSet<>(at(record.getName()));
    records.removeIf(held -> held.rdataToString().equals(record.rdataToString()));
    txt.put(record.getName(), records);
  }
}
