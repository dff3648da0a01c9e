package org.spillway.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import org.xbill.DNS.Message;

/** Plain sockets on loopback; none waits longer than ten seconds. */
final class DnsClient {
  private static final int TIMEOUT_MILLIS = 10_000;

  private DnsClient() {}

  static Message udp(int port, Message query) throws IOException {
    try (var socket = udpSocket(port)) {
      send(socket, query.toWire());
      return receive(socket);
    }
  }

  static DatagramSocket udpSocket(int port) throws IOException {
    var socket = new DatagramSocket();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  static void send(DatagramSocket socket, byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length));
  }

  static Message receive(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[65_535], 65_535);
    socket.receive(packet);
    return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
  }

  static Message tcp(int port, Message query) throws IOException {
    try (var socket = tcpSocket(port)) {
      send(socket, query.toWire());
      return receive(socket);
    }
  }

  static Socket tcpSocket(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  static void send(Socket socket, byte[] query) throws IOException {
    var out = new DataOutputStream(socket.getOutputStream());
    out.write(framed(query));
    out.flush();
  }

  /** After its length. */
  static byte[] framed(byte[] query) {
    byte[] framed = new byte[2 + query.length];
    framed[0] = (byte) (query.length >> 8);
    framed[1] = (byte) query.length;
    System.arraycopy(query, 0, framed, 2, query.length);
    return framed;
  }

  static Message receive(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    byte[] answer = new byte[in.readUnsignedShort()];
    in.readFully(answer);
    return new Message(answer);
  }
}
