package org.spillway.dns.update;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spillway.dns.tsig.TsigKey;
import org.spillway.net.HostPort;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TXTRecord;

/** A primary that signs some messages of a transfer only, as RFC 8945 §5.3.1 lets it. */
class PrimaryConnectionIT {
  private static final Name ZONE = Name.fromConstantString("_torrent.dl.example.org.");
  private static final Name KEY = Name.fromConstantString("update.example.");
  private static final byte[] SECRET = "a secret".getBytes(UTF_8);

  private final TSIG tsig =
      new TSIG(TSIG.HMAC_SHA256, KEY, new SecretKeySpec(SECRET, "HmacSHA256"));
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private static Record soa() {
    return new SOARecord(ZONE, DClass.IN, 60, ZONE, ZONE, 1, 60, 60, 60, 60);
  }

  private static Record text(int number) throws IOException {
    return new TXTRecord(Name.fromString("n" + number, ZONE), DClass.IN, 60, "text " + number);
  }

  /** A zone in three messages: only the first and, if that is said, the last one are signed. */
  private void giveZone(boolean signsLast) throws IOException {
    try (var socket = server.accept()) {
      var in = new DataInputStream(socket.getInputStream());
      var out = new DataOutputStream(socket.getOutputStream());
      byte[] bytes = in.readNBytes(in.readUnsignedShort());
      var query = new Message(bytes);
      var first = answer(query, soa());
      tsig.apply(first, query.getTSIG());
      var second = answer(query, text(1));
      send(out, first.toWire());
      send(out, second.toWire());
      send(out, last(query, first.getTSIG(), second, signsLast));
    }
  }

  private byte[] last(Message query, TSIGRecord before, Message unsigned, boolean signs)
      throws IOException {
    var last = answer(query, text(2), soa());
    if (signs) {
      last.addRecord(record(last, before, unsigned), Section.ADDITIONAL);
    }
    return last.toWire();
  }

  /** The MAC covers the last MAC, the messages since then, and the times (RFC 8945 §5.3.1). */
  private TSIGRecord record(Message message, TSIGRecord before, Message unsigned) {
    byte[] both = concat(unsigned.toWire(), message.toWire());
    return tsig.generate(message, both, 0, before, false);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static Message answer(Message query, Record... records) {
    var answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    for (Record record : records) {
      answer.addRecord(record, Section.ANSWER);
    }
    return answer;
  }

  private static void send(DataOutputStream out, byte[] message) throws IOException {
    out.writeShort(message.length);
    out.write(message);
  }

  private List<Record> transfer(boolean signsLast) throws IOException {
    var primary = CompletableFuture.runAsync(() -> serve(signsLast));
    String key = "update.example:hmac-sha256:" + Base64.getEncoder().encodeToString(SECRET);
    var at = new HostPort("127.0.0.1", server.getLocalPort());
    List<Record> records = new ArrayList<>();
    try (var connection = new PrimaryConnection(new Primary(at, TsigKey.parse(key), ZONE))) {
      connection.connect(Duration.ofSeconds(10));
      connection.transfer(ZONE, records::add);
    }
    primary.join();
    return records;
  }

  private void serve(boolean signsLast) {
    try {
      giveZone(signsLast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void transfer_messagesBetweenUnsigned() throws IOException {
    assertThat(transfer(true)).containsExactly(soa(), text(1), text(2), soa());
  }

  @Test
  void transfer_lastUnsigned() {
    assertThatThrownBy(() -> transfer(false))
        .isInstanceOf(IOException.class)
        .hasMessage("its answer is not signed with key update.example.");
  }
}
