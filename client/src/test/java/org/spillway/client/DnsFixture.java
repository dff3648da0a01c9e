package org.spillway.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.fallback.PublishedForm;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/** A name server on a loopback port, UDP and TCP, with TXT records from a map. */
final class DnsFixture implements AutoCloseable {
  private static final int UDP_LIMIT = 1232;

  private final Map<String, List<List<String>>> records = new ConcurrentHashMap<>();
  private final Map<String, String> aliases = new ConcurrentHashMap<>();
  private final Map<String, List<List<String>>> later = new ConcurrentHashMap<>();
  private final ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final DatagramSocket udp;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final ExecutorService executor = Executors.newCachedThreadPool(new DaemonThreads("dns"));
  private final AtomicInteger overUdp = new AtomicInteger();
  private final AtomicInteger overTcp = new AtomicInteger();
  private volatile int rcode = Rcode.NXDOMAIN;
  private volatile boolean silent;
  private volatile boolean referring;
  private volatile boolean validating;
  private volatile boolean forging;
  private volatile boolean old;
  private volatile boolean expired;
  private volatile boolean authoritative;
  private final Set<Integer> ids = ConcurrentHashMap.newKeySet();

  DnsFixture() throws IOException {
    udp = new DatagramSocket(new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort()));
    executor.execute(this::serveUdp);
    executor.execute(this::serveTcp);
  }

  NameServer server() {
    return NameServer.ofThisMachine(port());
  }

  NameServer serverOverTcp() {
    return new NameServer.Address(new InetSocketAddress(tcp.getInetAddress(), port()), true);
  }

  int port() {
    return tcp.getLocalPort();
  }

  /** All RRsets of a torrent. */
  void put(String name, PublishedForm form) {
    put(name, form.base());
    for (int part = 1; part <= form.parts().size(); part++) {
      put(PublishedForm.partName(part, name), form.parts().get(part - 1));
    }
  }

  void remove(String name) {
    records.remove(name);
  }

  /** Claims to have validated everything. */
  void validate() {
    validating = true;
  }

  /** Says of each answer that it has expired (RFC 8914 §4.4). */
  void expire() {
    expired = true;
  }

  /** Has the zone itself. */
  void own() {
    authoritative = true;
  }

  /** Adds the records of a name, which has no final dot. */
  void put(String name, List<List<String>> rrset) {
    records.put(name, rrset);
  }

  /** A CNAME record; the server knows no more of where it leads than its other records say. */
  void alias(String name, String target) {
    aliases.put(name, target);
  }

  /** Has these from the second question on. */
  void putLater(String name, List<List<String>> rrset) {
    later.put(name, rrset);
  }

  /** Answers queries for names without records with this code. */
  void answerOthers(int code) {
    rcode = code;
  }

  /** Knows who has the zone, as the server of its parent does. */
  void refer() {
    referring = true;
    rcode = Rcode.NOERROR;
  }

  /** Sends junk and the answer with another id before each answer. */
  void forge() {
    forging = true;
  }

  /** Refuses queries with EDNS, as servers of old do. */
  void knowNoEdns() {
    old = true;
  }

  /** Returns the ids of all queries over UDP. */
  Set<Integer> ids() {
    return Set.copyOf(ids);
  }

  void fallSilent() {
    silent = true;
  }

  int overUdp() {
    return overUdp.get();
  }

  int overTcp() {
    return overTcp.get();
  }

  private void serveUdp() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        overUdp.incrementAndGet();
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        ids.add(((query[0] & 0xff) << 8) | (query[1] & 0xff));
        if (!silent) {
          answer(query, packet.getSocketAddress());
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void answer(byte[] query, SocketAddress client) throws IOException {
    var answer = answer(query);
    byte[] wire = answer.toWire(UDP_LIMIT);
    if (forging) {
      udp.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, client));
      byte[] other = wire.clone();
      other[1]++;
      udp.send(new DatagramPacket(other, other.length, client));
    }
    udp.send(new DatagramPacket(wire, wire.length, client));
  }

  private void serveTcp() {
    try {
      while (true) {
        var socket = tcp.accept();
        open.add(socket);
        executor.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      var out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        byte[] query = new byte[in.readUnsignedShort()];
        in.readFully(query);
        overTcp.incrementAndGet();
        byte[] wire = answer(query).toWire(65535);
        out.writeShort(wire.length);
        out.write(wire);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  Message answer(byte[] wire) throws IOException {
    var query = new Message(wire);
    var question = query.getQuestion();
    var answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    if (validating && query.getHeader().getFlag(Flags.AD)) {
      answer.getHeader().setFlag(Flags.AD);
    }
    if (authoritative) {
      answer.getHeader().setFlag(Flags.AA);
    }
    if (expired) {
      var stale = new ExtendedErrorCodeOption(ExtendedErrorCodeOption.STALE_ANSWER);
      answer.addRecord(new OPTRecord(UDP_LIMIT, 0, 0, 0, stale), Section.ADDITIONAL);
    }
    answer.addRecord(question, Section.QUESTION);
    if (old && query.getOPT() != null) {
      answer.getHeader().setRcode(Rcode.FORMERR);
      return answer;
    }
    String name = question.getName().toString(true);
    var rrset = records.get(name);
    var next = later.remove(name);
    if (next != null) {
      records.put(name, next);
    }
    String target = aliases.get(name);
    if (target != null) {
      var to = Name.fromString(target, Name.root);
      answer.addRecord(new CNAMERecord(question.getName(), DClass.IN, 300, to), Section.ANSWER);
      return answer;
    }
    if (rrset == null) {
      answer.getHeader().setRcode(rcode);
      if (referring) {
        var zone = new Name(question.getName(), 1);
        answer.addRecord(new NSRecord(zone, DClass.IN, 300, Name.root), Section.AUTHORITY);
      }
      return answer;
    }
    for (List<String> strings : rrset) {
      answer.addRecord(txt(question.getName(), strings), Section.ANSWER);
    }
    return answer;
  }

  private static Record txt(Name name, List<String> strings) throws TextParseException {
    return new TXTRecord(name, DClass.IN, 300, strings);
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
    for (Socket socket : open) {
      socket.close();
    }
    Threads.end(executor);
  }
}
