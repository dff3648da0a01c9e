package org.spillway.dns;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.spillway.net.IpAddresses;

/**
 * A query and its answer as bytes. Used again and again by one thread, as most of what an answer
 * costs beyond the system calls would be garbage.
 */
final class Exchange {
  /** The longest message there is (RFC 1035 §4.2.2). */
  static final int MAX_MESSAGE = 65_535;

  private final FastQuery fastQuery = new FastQuery();
  private final byte[] query;
  private final byte[] answer = new byte[MAX_MESSAGE];
  private int queryLength;
  private int answerLength;
  private Transport transport = Transport.UDP;
  private byte[] client = new byte[0];
  private int reserve;
  private Iterator<byte[]> following = Collections.emptyIterator();

  /**
   * @param longestQuery in bytes; longer ones must not be put in
   */
  Exchange(int longestQuery) {
    this.query = new byte[longestQuery];
  }

  /** For one query, given once. */
  static Exchange of(byte[] query, Transport transport, InetAddress client) {
    var exchange = new Exchange(query.length);
    System.arraycopy(query, 0, exchange.query, 0, query.length);
    return exchange.begin(query.length, transport, client);
  }

  /**
   * Begins anew with a query whose bytes are in {@link #query}.
   *
   * @param client who sent it
   */
  Exchange begin(int length, Transport transport, InetAddress client) {
    this.queryLength = length;
    this.answerLength = 0;
    this.reserve = 0;
    this.following = Collections.emptyIterator();
    this.transport = transport;
    this.client = client.getAddress();
    return this;
  }

  /** What reads the query, for this thread alone as well. */
  FastQuery fastQuery() {
    return fastQuery;
  }

  byte[] query() {
    return query;
  }

  int queryLength() {
    return queryLength;
  }

  Transport transport() {
    return transport;
  }

  /** The client's address, 4 or 16 bytes. */
  byte[] client() {
    return client;
  }

  InetAddress clientAddress() {
    return IpAddresses.of(client);
  }

  /** A copy of what was asked. */
  byte[] queryBytes() {
    return Arrays.copyOf(query, queryLength);
  }

  /** Where the answer is to be put. */
  byte[] answer() {
    return answer;
  }

  /** Of the answer, in bytes; 0 for silence. */
  int answerLength() {
    return answerLength;
  }

  void answered(int length) {
    this.answerLength = length;
  }

  void answered(byte[] bytes) {
    System.arraycopy(bytes, 0, answer, 0, bytes.length);
    this.answerLength = bytes.length;
  }

  /** A copy; absent for silence. */
  Optional<byte[]> answerBytes() {
    return answerLength == 0 ? Optional.empty() : Optional.of(Arrays.copyOf(answer, answerLength));
  }

  /** Keeps as many bytes of the answer free for what is added to it. */
  Exchange reserve(int bytes) {
    this.reserve = bytes;
    return this;
  }

  int reserved() {
    return reserve;
  }

  /** Further messages come after the answer. */
  void followedBy(Iterator<byte[]> messages) {
    following = messages;
  }

  /** Messages after the answer, made as they are asked for: the rest of a transfer. */
  Iterator<byte[]> following() {
    return following;
  }
}
