package org.spillway.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/** A name server on a loopback port, UDP and TCP, with TXT records from a map. */
final class DnsFixture implements AutoCloseable {
  private static final int UDP_LIMIT = 1232;

  private final Map<String, List<List<String>>> records = new ConcurrentHashMap<>();
  private final ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final DatagramSocket udp;
  private final ExecutorService executor = Executors.newCachedThreadPool(new NamedThreads("dns"));
  private final AtomicInteger overTcp = new AtomicInteger();
  private volatile int rcode = Rcode.NXDOMAIN;
  private volatile boolean silent;

  DnsFixture() throws IOException {
    udp = new DatagramSocket(new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort()));
    executor.execute(this::serveUdp);
    executor.execute(this::serveTcp);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
  }

  /** Without a final dot. */
  void put(String name, List<List<String>> rrset) {
    records.put(name, rrset);
  }

  /** What names without records get. */
  void answerOthers(int code) {
    rcode = code;
  }

  void fallSilent() {
    silent = true;
  }

  int overTcp() {
    return overTcp.get();
  }

  private void serveUdp() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        if (!silent) {
          var answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
          byte[] wire = answer.toWire(UDP_LIMIT);
          udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        try (var socket = tcp.accept()) {
          overTcp.incrementAndGet();
          var in = new DataInputStream(socket.getInputStream());
          byte[] query = new byte[in.readUnsignedShort()];
          in.readFully(query);
          byte[] wire = answer(query).toWire(65535);
          var out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(wire.length);
          out.write(wire);
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private Message answer(byte[] wire) throws IOException {
    var query = new Message(wire);
    var question = query.getQuestion();
    var answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(question, Section.QUESTION);
    var rrset = records.get(question.getName().toString(true));
    if (rrset == null) {
      answer.getHeader().setRcode(rcode);
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
    Threads.end(executor);
  }
}
