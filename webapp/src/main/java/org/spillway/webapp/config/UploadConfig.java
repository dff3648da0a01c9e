package org.spillway.webapp.config;

import java.time.Duration;
import java.util.List;
import org.spillway.swarm.ChokerOrder;
import org.spillway.swarm.UploadGoal;
import org.spillway.swarm.UploadSettings;
import org.spillway.swarm.peer.UploadLimits;

/**
 * The keys of uploads to the swarm and of their rates.
 *
 * @param rates the limiters that HTTP and the seeder share
 * @param seeder the limits of the seeder, within the rates
 * @param grace how long a server that is told to stop may go on for swarms that depend on it
 */
public record UploadConfig(
    UploadRates rates, UploadLimits seeder, UploadSettings settings, Duration grace) {
  private static final UploadSettings DEFAULT = UploadSettings.DEFAULT;

  public static final Key<Long> MAX_RATE =
      Key.of(
          "upload.max-rate",
          rate(),
          0L,
          "bytes a second, such as 6MB, that HTTP files, the web seed and peers get together; 0 ="
              + " no limit");

  static final Key<Long> SEEDER_MAX_RATE =
      Key.of(
          "seeder.max-rate",
          rate(),
          0L,
          "bytes a second that all peers get together; 0 = no limit");

  static final Key<Long> SEEDER_MAX_RATE_PER_TORRENT =
      Key.of(
          "seeder.max-rate-per-torrent",
          rate(),
          UploadLimits.NONE.perTorrent(),
          "bytes a second that the peers of one torrent get together; 0 = no limit");

  static final Key<Long> SEEDER_MAX_RATE_PER_PEER =
      Key.of(
          "seeder.max-rate-per-peer",
          rate(),
          UploadLimits.NONE.perPeer(),
          "bytes a second that one peer gets; 0 = no limit");

  static final Key<Integer> SEEDER_UPLOAD_SLOTS =
      Key.of(
          "seeder.upload-slots",
          Kinds.number(0, 1_000_000),
          UploadLimits.NONE.slots(),
          "peers that may download at a time; 0 = as many as the rate fills with 64 KiB/s each");

  static final Key<ChokerOrder> SEEDER_CHOKER =
      Key.of(
          "seeder.choker",
          Kinds.oneOf(ChokerOrder.class),
          UploadLimits.NONE.order(),
          "which peers keep their upload slot while others wait for one");

  static final Key<UploadGoal> GOAL =
      Key.of(
          "upload.goal",
          Kinds.oneOf(UploadGoal.class),
          DEFAULT.goal(),
          "fast sends at the full rate as long as a peer lacks a piece; thrifty leaves to the swarm"
              + " the pieces that the swarm has");

  public static final Key<Duration> GRACE =
      Key.of(
          "upload.grace",
          Times.time(),
          Duration.ZERO,
          "how long a server that is told to stop goes on while a swarm lacks a piece that only it"
              + " has");

  static final Key<Integer> COPIES =
      Key.of(
          "upload.copies",
          Kinds.number(1, 1000),
          DEFAULT.copies(),
          "number of copies of a piece in the swarm from which a thrifty server stops offering it");

  static final List<Key<?>> KEYS =
      List.of(
          MAX_RATE,
          SEEDER_MAX_RATE,
          SEEDER_MAX_RATE_PER_TORRENT,
          SEEDER_MAX_RATE_PER_PEER,
          SEEDER_UPLOAD_SLOTS,
          SEEDER_CHOKER,
          GOAL,
          GRACE,
          COPIES);

  static UploadConfig read(Reading reading) {
    var rates = UploadRates.of(reading.value(MAX_RATE), reading.value(SEEDER_MAX_RATE));
    var limits =
        new UploadLimits(
            rates.seeder(),
            reading.value(SEEDER_MAX_RATE_PER_TORRENT),
            reading.value(SEEDER_MAX_RATE_PER_PEER),
            reading.value(SEEDER_UPLOAD_SLOTS),
            reading.value(SEEDER_CHOKER));
    return new UploadConfig(
        rates,
        limits,
        new UploadSettings(reading.value(GOAL), reading.value(COPIES)),
        reading.value(GRACE));
  }

  private static Single<Long> rate() {
    return Kinds.bytes(0, Long.MAX_VALUE);
  }
}
