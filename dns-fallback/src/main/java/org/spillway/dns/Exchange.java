package org.spillway.dns;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.spillway.net.IpAddresses;

/**
 * A query and its answer as bytes. One thread uses it again and again, because most of what an
 * answer costs beyond the system calls would be garbage.
 */
final class Exchange {
  /** The longest message, in bytes (RFC 1035 §4.2.2). */
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
   * Makes an exchange without a query.
   *
   * @param longestQuery the length of the longest query that may be put in, in bytes
   */
  Exchange(int longestQuery) {
    this.query = new byte[longestQuery];
  }

  /** Returns an exchange for one query only. */
  static Exchange of(byte[] query, Transport transport, InetAddress client) {
    var exchange = new Exchange(query.length);
    System.arraycopy(query, 0, exchange.query, 0, query.length);
    return exchange.begin(query.length, transport, client);
  }

  /**
   * Begins anew with a query whose bytes are in {@link #query}.
   *
   * @param length the length of the query, in bytes
   * @param client the address of the client
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

  /** Returns the parser of queries, which belongs to this thread as well. */
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

  /** Returns the client's address, 4 or 16 bytes. */
  byte[] client() {
    return client;
  }

  InetAddress clientAddress() {
    return IpAddresses.of(client);
  }

  /** Returns a copy of the query. */
  byte[] queryBytes() {
    return Arrays.copyOf(query, queryLength);
  }

  /** Returns the array for the answer. */
  byte[] answer() {
    return answer;
  }

  /** Returns the length of the answer, in bytes; 0 if there is none. */
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

  /** Returns a copy of the answer; empty if there is none. */
  Optional<byte[]> answerBytes() {
    return answerLength == 0 ? Optional.empty() : Optional.of(Arrays.copyOf(answer, answerLength));
  }

  /** Reserves bytes of the answer for what is added to it later. */
  Exchange reserve(int bytes) {
    this.reserve = bytes;
    return this;
  }

  int reserved() {
    return reserve;
  }

  /** Lets further messages follow the answer. */
  void followedBy(Iterator<byte[]> messages) {
    following = messages;
  }

  /**
   * Returns the messages that follow the answer, made as they are asked for: the rest of a
   * transfer.
   */
  Iterator<byte[]> following() {
    return following;
  }
}
