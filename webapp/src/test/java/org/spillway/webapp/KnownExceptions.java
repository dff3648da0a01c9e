package org.spillway.webapp;

import java.util.List;
import java.util.Set;

/** The exceptions to {@link PackagesTest}. An entry that is mended must go. */
final class KnownExceptions {
  /**
   * Packages beside the root that other modules may use. The root package of the catalog speaks of
   * content, paths and problems in the words of its package source, on which the folder and the
   * bucket stand; all who send what is read from it share its memory and its meter; peers, their
   * transports, trackers and the other parts of a swarm are faces of their own; the helper of the
   * browser extension and its installation are parts of their own, which the downloader does not
   * use; and sockets need Netty, which modules do not have that need addresses or threads only (ADR
   * 41).
   */
  static final Set<String> FACES =
      Set.of(
          "org.spillway.catalog.memory",
          "org.spillway.catalog.source",
          "org.spillway.catalog.usage",
          "org.spillway.client.helper",
          "org.spillway.client.install",
          "org.spillway.net.sockets",
          "org.spillway.swarm.admission",
          "org.spillway.swarm.announce",
          "org.spillway.swarm.dht",
          "org.spillway.swarm.discovery",
          "org.spillway.swarm.download",
          "org.spillway.swarm.encryption",
          "org.spillway.swarm.lsd",
          "org.spillway.swarm.peer",
          "org.spillway.swarm.torrents",
          "org.spillway.swarm.upload");

  /** Types of a package that know each other. */
  static final List<String> CIRCLES = List.of();

  /** Types within a module that another one uses. */
  static final List<String> INSIDE =
      List.of(
          "webapp uses dns.dnssec.DnssecSettings",
          "webapp uses dns.guard.GuardSettings",
          "webapp uses dns.guard.RateLimitSettings",
          "webapp uses dns.transfer.NotifyTarget",
          "webapp uses dns.transfer.TransferRule",
          "webapp uses dns.transfer.TransferSettings",
          "webapp uses dns.transfer.OfflineZone",
          "webapp uses dns.tsig.KeyedText",
          "webapp uses dns.tsig.TsigKey",
          "webapp uses dns.update.UpdateSettings",
          "webapp uses dns.zone.RecordSettings",
          "webapp uses negotiation.documents.Size");

  /** Simple names of types in more than one module, in the order of the names. */
  static final List<String> NAMES = List.of();

  private KnownExceptions() {}
}
