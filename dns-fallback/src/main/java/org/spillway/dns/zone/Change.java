package org.spillway.dns.zone;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of the RRset of one name from one version to the next. */
public final class Change {
  private final RecordName name;
  private final @Nullable TxtRrset before;
  private final @Nullable TxtRrset after;

  Change(RecordName name, @Nullable TxtRrset before, @Nullable TxtRrset after) {
    this.name = name;
    this.before = before;
    this.after = after;
  }

  public RecordName name() {
    return name;
  }

  /** Absent if the name is new. */
  public Optional<TxtRrset> before() {
    return Optional.ofNullable(before);
  }

  /** Absent if the name is gone. */
  public Optional<TxtRrset> after() {
    return Optional.ofNullable(after);
  }

  /** This one and then the other, of the same name. */
  Change then(Change next) {
    return new Change(name, before, next.after);
  }

  /** Of the records that it holds on to. */
  long bytes() {
    return bytes(before) + bytes(after);
  }

  private static long bytes(@Nullable TxtRrset rrset) {
    return rrset == null ? 0 : rrset.length();
  }

  boolean changesNothing() {
    return before == null && after == null;
  }
}
