package org.spillway.tracker;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.PeerAddress;

/**
 * One open WebSocket as the tracker sees it, whatever carries it. It is small, because most sockets
 * are silent most of the time. Safe for use by many threads.
 */
final class PeerSocket implements WebRtcPeer.Socket {
  /** The number of messages of 4 KiB that a peer may send a second in the long run. */
  static final int RATE = 200;

  /**
   * The number of messages that may come at once, such as the answers to the offers of a swarm that
   * wakes up.
   */
  static final int BURST = 1_000;

  /** The most swarms of one socket, enough for a page that seeds a large collection. */
  static final int MAX_SWARMS = 200;

  private static final int MESSAGE_UNIT = 4 * 1024;

  private final InetAddress address;
  private final Outbox outbox;
  private final WebSocketChannel channel;
  private final long opened;
  private volatile long heard;
  private long paid;
  private int allowance = BURST;

  /** Guarded by {@code this}, as the two fields below. Null until the peer announces itself. */
  private @Nullable List<WebRtcPeer> peers;

  private @Nullable OfferTickets tickets;
  private boolean isClosed;

  /**
   * Opens a socket.
   *
   * @param seconds the time
   */
  PeerSocket(InetAddress address, WebSocketChannel channel, long seconds) {
    this.address = address;
    this.channel = channel;
    this.outbox = new Outbox(channel);
    this.opened = seconds;
    this.heard = seconds;
    this.paid = seconds;
  }

  InetAddress address() {
    return address;
  }

  @Override
  public long host() {
    return host(address);
  }

  /** Returns a number that is equal for all addresses that one host may choose from. */
  static long host(InetAddress address) {
    var family = AddressFamily.of(address);
    return family.host(family.pack(new PeerAddress(address, 1)), 0);
  }

  /** Notes that something was received, even if it was only a pong. */
  void heard(long seconds) {
    heard = seconds;
  }

  long heard() {
    return heard;
  }

  long opened() {
    return opened;
  }

  /** Returns whether the peer may send this much now; for the one thread that reads the socket. */
  boolean pays(int bytes, long seconds) {
    allowance = (int) Math.min(BURST, allowance + (seconds - paid) * RATE);
    paid = seconds;
    allowance -= 1 + bytes / MESSAGE_UNIT;
    return allowance >= 0;
  }

  @Override
  public void send(byte[] message) {
    outbox.send(message);
  }

  /**
   * Sends a ping, unless a message is on its way: the peer is known to be slow then, and some
   * channels would block.
   */
  void ping() {
    if (!outbox.isBusy()) {
      channel.ping();
    }
  }

  void close(int status, String reason) {
    outbox.close();
    channel.close(status, reason);
  }

  /**
   * Adds a peer; returns false if the socket is closed already, or in {@link #MAX_SWARMS} swarms.
   */
  synchronized boolean add(WebRtcPeer peer) {
    peers = peers == null ? new ArrayList<>(1) : peers;
    return !isClosed && peers.size() < MAX_SWARMS && peers.add(peer);
  }

  @Override
  public synchronized void remove(WebRtcPeer peer) {
    if (peers != null) {
      peers.remove(peer);
    }
  }

  synchronized boolean isInSwarm() {
    return peers != null && !peers.isEmpty();
  }

  @Override
  public synchronized void addTicket(long ticket) {
    tickets = tickets == null ? new OfferTickets() : tickets;
    tickets.add(ticket);
  }

  /** Removes the ticket of an offer that is answered now; returns whether it was there. */
  synchronized boolean takeTicket(long ticket) {
    return tickets != null && tickets.take(ticket);
  }

  /** Ends the socket and returns the peers that leave with it; the second call returns none. */
  synchronized List<WebRtcPeer> end() {
    isClosed = true;
    outbox.close();
    List<WebRtcPeer> leaving = peers == null ? List.of() : peers;
    peers = null;
    tickets = null;
    return leaving;
  }
}
