package org.spillway.dns.update;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.spillway.dns.tsig.SignedQuery;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * A TCP connection to a primary, on which every message is signed. For one thread; another thread
 * may only call {@link #close}, which ends what is going on.
 */
final class PrimaryConnection implements AutoCloseable {
  private static final System.Logger log = System.getLogger(PrimaryConnection.class.getName());

  private static final int MAX_MESSAGE = 65_535;

  private final Primary primary;
  private final Socket socket = new Socket();
  private int nextId = ThreadLocalRandom.current().nextInt(0x10000);

  PrimaryConnection(Primary primary) {
    this.primary = primary;
  }

  void connect(Duration timeout) throws IOException {
    var at = primary.address();
    var address = new InetSocketAddress(at.host(), at.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException(at.host() + " has no address");
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) timeout.toMillis());
    socket.connect(address, (int) timeout.toMillis());
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      log.log(DEBUG, () -> "closing the connection to " + primary + ": " + e);
    }
  }

  Message exchange(Message request) throws IOException {
    return exchange(List.of(request)).get(0);
  }

  /**
   * Sends requests and returns their answers, in the same order. All requests are sent before the
   * first answer is read, so call this with one request, or with a few short ones.
   */
  List<Message> exchange(List<Message> requests) throws IOException {
    try {
      return sendAndReceive(requests);
    } catch (SocketException | EOFException | SocketTimeoutException e) {
      throw inWords(e);
    }
  }

  private List<Message> sendAndReceive(List<Message> requests) throws IOException {
    Map<Integer, SignedQuery> queries = new HashMap<>();
    var out = output();
    for (Message request : requests) {
      queries.put(number(request), send(out, request));
    }
    out.flush();
    var in = input();
    Map<Integer, Message> answers = new HashMap<>();
    while (!queries.isEmpty()) {
      byte[] answer = receive(in, queries.keySet());
      var query = Objects.requireNonNull(queries.remove(id(answer)));
      answers.put(id(answer), verified(parse(answer), query.isAnsweredBy(answer)));
    }
    return requests.stream().map(request -> answers.get(request.getHeader().getID())).toList();
  }

  /**
   * Hands over all records of a zone; the SOA record comes twice (RFC 5936 §2.2).
   *
   * @throws RefusedException if the primary transfers the zone to nobody, or not with our key
   */
  void transfer(Name zone, Consumer<Record> records) throws IOException {
    try {
      receiveZone(zone, records);
    } catch (SocketException | EOFException | SocketTimeoutException e) {
      throw inWords(e);
    }
  }

  private void receiveZone(Name zone, Consumer<Record> records) throws IOException {
    var query = query(zone, Type.AXFR);
    var id = Set.of(number(query));
    var out = output();
    var verifier = send(out, query).stream();
    out.flush();
    var in = input();
    for (int ends = 0; ends < 2; ) {
      byte[] bytes = receive(in, id);
      var message = parse(bytes);
      var answer = message.getSection(Section.ANSWER);
      ends += countSoa(answer);
      verified(message, verifier.verify(message, bytes, ends >= 2) == Rcode.NOERROR);
      if (message.getRcode() != Rcode.NOERROR) {
        throw RefusedException.of(message);
      }
      if (answer.isEmpty()) {
        throw new IOException("a message of the transfer has no records");
      }
      answer.forEach(records);
    }
  }

  private static int countSoa(List<Record> records) {
    return (int) records.stream().filter(record -> record.getType() == Type.SOA).count();
  }

  static Message query(Name name, int type) {
    var query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    query.getHeader().unsetFlag(Flags.RD);
    return query;
  }

  /** Gives the request an id that no other message on its way has. */
  private int number(Message request) {
    int id = nextId++ & 0xFFFF;
    request.getHeader().setID(id);
    return id;
  }

  private DataOutputStream output() throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 8 * 1024));
  }

  private DataInputStream input() throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
  }

  private SignedQuery send(DataOutputStream out, Message request) throws IOException {
    var signed = SignedQuery.of(request.toWire(), primary.key(), InstantSource.system());
    byte[] bytes = signed.bytes();
    if (bytes.length > MAX_MESSAGE) {
      throw new IllegalArgumentException("a message of " + bytes.length + " bytes");
    }
    out.writeShort(bytes.length);
    out.write(bytes);
    return signed;
  }

  /**
   * Receives a message. The ids are those of the requests that are not answered yet, because TSIG
   * does not cover ids (RFC 8945 §4.3.2).
   */
  private static byte[] receive(DataInputStream in, Set<Integer> ids) throws IOException {
    byte[] bytes = new byte[in.readUnsignedShort()];
    in.readFully(bytes);
    if (bytes.length < 12) {
      throw new IOException("its answer is not a DNS message");
    }
    if (!ids.contains(id(bytes))) {
      throw new IOException("its answer has an unknown id");
    }
    return bytes;
  }

  private static int id(byte[] message) {
    return (message[0] & 0xFF) << 8 | (message[1] & 0xFF);
  }

  /** Explains an exception: Java only says "Read timed out", "Connection reset", or nothing. */
  private static IOException inWords(IOException e) {
    boolean silent = e instanceof SocketTimeoutException;
    return new IOException(silent ? "it does not answer" : "it closed the connection", e);
  }

  /**
   * Verifies an answer. A refusal may be unsigned, because a server that does not know the key
   * cannot sign.
   */
  private Message verified(Message answer, boolean signed) throws IOException {
    if (signed) {
      return answer;
    }
    if (answer.getRcode() != Rcode.NOERROR) {
      throw RefusedException.of(answer);
    }
    throw new IOException("its answer is not signed with key " + primary.key().name());
  }

  private static Message parse(byte[] bytes) throws IOException {
    try {
      return new Message(bytes);
    } catch (WireParseException | IllegalArgumentException e) {
      // dnsjava throws the latter for a type or a TTL that cannot exist.
      throw new IOException("its answer is not a DNS message", e);
    }
  }
}
