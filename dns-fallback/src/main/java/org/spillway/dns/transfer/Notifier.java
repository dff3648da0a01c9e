package org.spillway.dns.transfer;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.spillway.dns.dnssec.SignedZone;
import org.spillway.dns.tsig.TsigKeys;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.net.DaemonThreads;

/**
 * Tells other name servers that there is something to fetch (RFC 1996): when the content is known
 * after the start, and whenever the serial has grown. One thread looks, signs, sends and listens;
 * others look up names.
 */
public final class Notifier implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Notifier.class.getName());

  /** The interval at which to look at the serial, which grows once a second at most. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final List<FallbackZone> zones;
  private final PublishedRecords published;
  private final List<SignedZone> signed;
  private final TransferSettings settings;
  private final TsigKeys keys;
  private final Duration firstWait;
  private final NotifySockets sockets;
  private final LookUps lookUps;
  private final LongAdder answered = new LongAdder();
  private final Thread thread = DaemonThreads.single("dns-notify", this::run);
  private volatile boolean closed;

  // Used by the thread alone.
  private List<Notification> open = new ArrayList<>();
  private long toldSerial = -1;

  private Notifier(
      List<FallbackZone> zones,
      PublishedRecords published,
      Collection<SignedZone> signed,
      TransferSettings settings,
      TsigKeys keys,
      Duration firstWait,
      NotifySockets sockets,
      LookUps lookUps) {
    this.zones = List.copyOf(zones);
    this.published = published;
    this.signed = List.copyOf(signed);
    this.settings = settings;
    this.keys = keys;
    this.firstWait = firstWait;
    this.sockets = sockets;
    this.lookUps = lookUps;
  }

  /**
   * Starts to tell the name servers.
   *
   * @param signed the zones that are signed when they change, before anybody is told
   * @param from the addresses on which the name server listens, because others ignore notifications
   *     from any other address
   * @param firstWait how long to wait for an answer before the message is repeated; each further
   *     wait is twice as long
   * @throws IOException if an address has no free port
   */
  public static Notifier start(
      List<FallbackZone> zones,
      PublishedRecords published,
      Collection<SignedZone> signed,
      TransferSettings settings,
      TsigKeys keys,
      List<InetAddress> from,
      Duration firstWait)
      throws IOException {
    var lookUps = new LookUps(InetAddress::getByName);
    return start(zones, published, signed, settings, keys, from, firstWait, lookUps);
  }

  static Notifier start(
      List<FallbackZone> zones,
      PublishedRecords published,
      Collection<SignedZone> signed,
      TransferSettings settings,
      TsigKeys keys,
      List<InetAddress> from,
      Duration firstWait,
      LookUps lookUps)
      throws IOException {
    var sockets = NotifySockets.open(from);
    var notifier =
        new Notifier(zones, published, signed, settings, keys, firstWait, sockets, lookUps);
    if (!settings.notified().isEmpty() || !signed.isEmpty()) {
      notifier.thread.start();
    }
    return notifier;
  }

  private void run() {
    while (!closed) {
      try {
        look();
        sendDue();
        sockets.receive(LOOK, this::receive);
      } catch (IOException e) {
        if (!closed) {
          log.log(DEBUG, () -> "a notification was lost: " + e.getMessage());
        }
      } catch (RuntimeException | Error e) {
        log.log(WARNING, "an error in the notifications; they go on", e);
      }
    }
  }

  private void look() {
    if (!published.isComplete()) {
      return;
    }
    long serial = published.serial();
    // A name server asks as soon as it is told, and must find the new content.
    signed.forEach(SignedZone::follow);
    if (serial == toldSerial) {
      return;
    }
    toldSerial = serial;
    // Notifications that are still on their way name an earlier serial.
    open = new ArrayList<>();
    for (var target : settings.notified()) {
      for (var zone : zones) {
        open.add(new Notification(zone, target, zone.soa(serial), keys, firstWait));
      }
    }
  }

  private void sendDue() {
    long now = System.nanoTime();
    for (var notification : List.copyOf(open)) {
      if (notification.isGivenUp(now)) {
        log.log(WARNING, "dns.notify: {0}", notification.outcome());
        open.remove(notification);
      } else if (notification.isDue(now)) {
        send(notification, now);
      }
    }
  }

  private void send(Notification notification, long now) {
    try {
      byte[] message = notification.message(now, lookUps);
      sockets.send(message, notification.address());
    } catch (IOException e) {
      // It is repeated as if it was lost.
      log.log(DEBUG, () -> "cannot tell " + notification.target() + ": " + e.getMessage());
    }
  }

  private void receive(byte[] answer, InetSocketAddress from) {
    var told = open.stream().filter(one -> one.isAnsweredBy(answer, from)).findFirst();
    if (told.isPresent()) {
      open.remove(told.get());
      answered.increment();
    }
  }

  /** Returns how many notifications were answered, well or not. */
  public long answered() {
    return answered.sum();
  }

  /** Ends the notifications, and waits for the thread but not for look-ups. */
  @Override
  public void close() {
    closed = true;
    sockets.wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sockets.close();
    lookUps.close();
  }
}
