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
 * A TCP connection to a primary, on which every message is signed. For one thread; only {@link
 * #close} may be called by another, and ends what is under way.
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
   * The answers to the requests, in their order. All are sent before the first answer is read: to
   * be called with one, or with a few that are short.
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
   * Gives all records of a zone, the SOA record twice (RFC 5936 §2.2).
   *
   * @throws RefusedException if the primary gives it to nobody, or not with our key
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
        throw new IOException("a part of a zone without a record");
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

  /** Two messages under way must not have the same id. */
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

  /** The ids are those of what is not answered yet; TSIG does not cover them (RFC 8945 §4.3.2). */
  private static byte[] receive(DataInputStream in, Set<Integer> ids) throws IOException {
    byte[] bytes = new byte[in.readUnsignedShort()];
    in.readFully(bytes);
    if (bytes.length < 12) {
      throw new IOException("its answer is no DNS message");
    }
    if (!ids.contains(id(bytes))) {
      throw new IOException("its answer has the id of no question");
    }
    return bytes;
  }

  private static int id(byte[] message) {
    return (message[0] & 0xFF) << 8 | (message[1] & 0xFF);
  }

  /** Java says "Read timed out" and "Connection reset", or nothing at all. */
  private static IOException inWords(IOException e) {
    boolean silent = e instanceof SocketTimeoutException;
    return new IOException(silent ? "it does not answer" : "it closed the connection", e);
  }

  /** What says no may be unsigned: a server that does not know the key has no other way. */
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
      // The latter as for a type or a TTL that cannot be.
      throw new IOException("its answer is no DNS message", e);
    }
  }
}
