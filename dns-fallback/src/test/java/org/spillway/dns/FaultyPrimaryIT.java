package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.name;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.dns.ScriptedExchange.Kind;
import org.spillway.dns.update.Primary;
import org.spillway.dns.update.UpdateSettings;
import org.spillway.dns.update.UpdateStats;
import org.spillway.dns.update.UpdateTiming;
import org.spillway.dns.update.Updates;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.net.HostPort;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Whatever a primary does, it holds what is published as soon as it is well again. */
@Timeout(120)
class FaultyPrimaryIT {
  private static final UpdateTiming TIMING =
      new UpdateTiming(
          Duration.ofMillis(5),
          Duration.ofMillis(5),
          Duration.ofMillis(50),
          Duration.ofHours(1),
          Duration.ofMillis(100),
          Duration.ofSeconds(1));

  private static final String THEIRS = "not of Spillway";

  @TempDir Path folder;

  private final PublishedRecords published = TestTorrents.published(SMALL);
  private final FallbackZone zone = new FallbackZone(TestTorrents.HOST, List.of(), published);
  private ScriptedPrimary primary;
  private @Nullable Updates updates;

  @BeforeEach
  void startPrimary() throws IOException {
    primary = new ScriptedPrimary();
  }

  @AfterEach
  void close() throws IOException {
    if (updates != null) {
      updates.close();
    }
    primary.close();
  }

  private void startOurs() throws IOException {
    var at = new HostPort("127.0.0.1", primary.port());
    var updated = new Primary(at, ScriptedPrimary.KEY, Name.root);
    var settings = new UpdateSettings(List.of(updated), folder, TIMING);
    updates = Updates.start(settings, List.of(zone), published);
  }

  private UpdateStats stats() {
    return Objects.requireNonNull(updates).stats().get(0);
  }

  private void awaitError(String error) {
    await("an error").untilAsserted(() -> assertThat(stats().lastError()).isEqualTo(error));
  }

  /** The primary holds all that is published, beside what others put there. */
  private void awaitHeld(String... names) {
    var expected = new HashMap<Name, Set<Record>>();
    for (String name : names) {
      expected.put(Name.fromConstantString(name), publishedAt(name));
    }
    awaitHeld(expected, 0);
  }

  private void awaitHeld(Map<Name, Set<Record>> expected, int foreign) {
    int ours = expected.size() - foreign;
    var well =
        new UpdateStats(
            "127.0.0.1 port " + primary.port(), TestTorrents.ORIGIN, ours, 0, foreign, "");
    await("all records at the primary")
        .until(() -> stats().equals(well) && primary.zone().records().equals(expected));
  }

  private Set<Record> publishedAt(String name) {
    var owner = Name.fromConstantString(name);
    var rrset = zone.recordName(owner).flatMap(published::find).orElseThrow();
    return Set.copyOf(rrset.records(owner));
  }

  private static Stream<Arguments> faults() {
    return Stream.of(Fault.values())
        .flatMap(fault -> Stream.of(Kind.values()).map(kind -> Arguments.of(fault, kind)));
  }

  /**
   * The primary has the fault from the first request of a kind on until it is mended. Meanwhile,
   * other records are published.
   */
  @ParameterizedTest
  @MethodSource("faults")
  void primary_faulty(Fault fault, Kind from) throws Exception {
    primary.followFrom(from, fault);
    startOurs();
    awaitError(fault.says());
    published.withdrawn(key(SMALL));
    published.publish(key(MEDIUM), MEDIUM);
    awaitError(fault.says());
    primary.mend();
    awaitHeld(name(MEDIUM));
  }

  /** What it took without saying so is known to be there after a restart of ours. */
  @Test
  void primary_leavesAfterAnUpdate_weToo() throws Exception {
    primary.followFrom(Kind.UPDATE, Fault.LEAVES_WITHOUT_AN_ANSWER);
    startOurs();
    awaitError(Fault.LEAVES_WITHOUT_AN_ANSWER.says());
    Objects.requireNonNull(updates).close();
    published.withdrawn(key(SMALL));
    refuseTransfers();
    startOurs();
    awaitHeld();
  }

  private void refuseTransfers() {
    primary.follow(
        exchange -> {
          if (exchange.kind() == Kind.TRANSFER) {
            Fault.REFUSED.run(exchange);
          } else {
            exchange.send(exchange.perform());
          }
        });
  }

  /** Others do something between our look and our first update. */
  private void beforeAnUpdate(Consumer<ScriptedZone> others) {
    var done = new AtomicBoolean();
    primary.follow(
        exchange -> {
          if (exchange.kind() == Kind.UPDATE && !done.getAndSet(true)) {
            others.accept(primary.zone());
          }
          exchange.send(exchange.perform());
        });
  }

  @Test
  void race_othersAdd() throws Exception {
    published.publish(key(MEDIUM), MEDIUM);
    beforeAnUpdate(held -> held.add(name(SMALL), THEIRS));
    startOurs();
    var expected = new HashMap<Name, Set<Record>>();
    expected.put(Name.fromConstantString(name(MEDIUM)), publishedAt(name(MEDIUM)));
    var theirs = new ScriptedZone();
    theirs.add(name(SMALL), THEIRS);
    expected.putAll(theirs.records());
    awaitHeld(expected, 1);
  }

  @Test
  void race_othersAddToOurs() throws Exception {
    startOurs();
    awaitHeld(name(SMALL));
    var expected = new ScriptedZone();
    beforeAnUpdate(held -> held.add(name(SMALL), THEIRS));
    published.publish(key(SMALL), MEDIUM);
    expected.restore(Map.of(Name.fromConstantString(name(SMALL)), publishedAt(name(SMALL))), 1);
    expected.add(name(SMALL), THEIRS);
    await("our records beside the foreign one")
        .until(() -> stats().foreign() == 1 && primary.zone().records().equals(expected.records()));
  }

  @Test
  void race_othersRemoveOurs() throws Exception {
    startOurs();
    awaitHeld(name(SMALL));
    beforeAnUpdate(held -> held.remove(name(SMALL)));
    published.publish(key(SMALL), MEDIUM);
    awaitHeld(name(SMALL));
  }

  /** Where records are too long to be named as a condition, any change of the zone is one. */
  @Test
  void race_othersChangeAnotherNameBesideLongRecords() throws Exception {
    published.publish(key(SMALL), TAGGED);
    startOurs();
    awaitHeld(name(SMALL));
    beforeAnUpdate(
        held -> {
          held.add(name(MEDIUM), THEIRS);
          held.remove(name(MEDIUM));
        });
    published.publish(key(SMALL), TestTorrents.metainfo(2190));
    awaitHeld(name(SMALL));
  }

  @Test
  void race_allTheTime() throws Exception {
    primary.follow(
        exchange -> {
          boolean update = exchange.kind() == Kind.UPDATE;
          exchange.send(
              update
                  ? primary.zone().beside(name(SMALL), THEIRS, exchange::perform)
                  : exchange.perform());
        });
    startOurs();
    awaitError(
        "takes no updates of "
            + TestTorrents.ORIGIN
            + ": others keep changing the zone at the same time");
    assertThat(primary.zone().records()).isEmpty();
    primary.mend();
    awaitHeld(name(SMALL));
  }

  /** A backup was put back, and nothing changes. */
  @Test
  void primary_restoredUnseen() throws Exception {
    startOurs();
    awaitHeld(name(SMALL));
    awaitGlance();
    primary.zone().restore(Map.of(), 1);
    awaitHeld(name(SMALL));
  }

  /**
   * Waits until we know the serial of our update: a second question shows that the first was
   * answered.
   */
  private void awaitGlance() {
    var glances = new AtomicInteger();
    primary.follow(
        exchange -> {
          glances.addAndGet(exchange.kind() == Kind.SERIAL ? 1 : 0);
          exchange.send(exchange.perform());
        });
    await("two glances").until(() -> glances.get() >= 2);
    primary.mend();
  }

  /** Others change the zone, and nothing is to be doubted. */
  @Test
  void primary_changedByOthers() throws Exception {
    startOurs();
    awaitHeld(name(SMALL));
    var transfers = new AtomicInteger();
    var glances = new AtomicInteger();
    primary.follow(
        exchange -> {
          primary.zone().remove("ns." + TestTorrents.ORIGIN);
          transfers.addAndGet(exchange.kind() == Kind.TRANSFER ? 1 : 0);
          glances.addAndGet(exchange.kind() == Kind.SERIAL ? 1 : 0);
          exchange.send(exchange.perform());
        });
    await("three glances").until(() -> glances.get() >= 3);
    assertThat(transfers).hasValue(0);
  }

  /** Others make one of our names an alias of another while both change. */
  @Test
  void alias_ofAnotherName() throws Exception {
    published.publish(key(MEDIUM), MEDIUM);
    startOurs();
    awaitHeld(name(SMALL), name(MEDIUM));
    var theirs = new ScriptedZone();
    theirs.alias(name(SMALL), name(MEDIUM));
    primary.zone().alias(name(SMALL), name(MEDIUM));
    published.publish(key(SMALL), MEDIUM);
    published.publish(key(MEDIUM), SMALL);
    var expected = new HashMap<>(theirs.records());
    expected.put(Name.fromConstantString(name(MEDIUM)), publishedAt(name(MEDIUM)));
    await("our records beside the foreign one")
        .until(() -> stats().foreign() == 1 && primary.zone().records().equals(expected));
  }
}
