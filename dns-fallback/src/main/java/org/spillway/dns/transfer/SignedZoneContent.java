package org.spillway.dns.transfer;

import java.util.Optional;
import java.util.stream.Stream;
import org.spillway.dns.dnssec.SignedState;
import org.spillway.dns.zone.FallbackZone;
import org.xbill.DNS.Record;

/** A zone with its signatures. */
record SignedZoneContent(FallbackZone zone, SignedState state) implements ZoneContent {
  @Override
  public long serial() {
    return state.serial();
  }

  @Override
  public int names() {
    return state.names();
  }

  @Override
  public Stream<Record> whole() {
    return Stream.concat(state.records(), soa());
  }

  @Override
  public Optional<Differences> since(long from) {
    return state
        .since(from)
        .map(
            records ->
                new Differences(
                    state.serial(),
                    state.changesSince(from),
                    Stream.concat(soa(), Stream.concat(records, soa()))));
  }

  private Stream<Record> soa() {
    return Stream.of(zone.soa(state.serial()));
  }
}
