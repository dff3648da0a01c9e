package org.spillway.dns.zone;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says how the RRset of one name changed from one version to the next. */
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

  /** Returns the RRset before the change; empty if the name is new. */
  public Optional<TxtRrset> before() {
    return Optional.ofNullable(before);
  }

  /** Returns the RRset after the change; empty if the name is gone. */
  public Optional<TxtRrset> after() {
    return Optional.ofNullable(after);
  }

  /** Returns this change followed by another one of the same name, as one change. */
  Change then(Change next) {
    return new Change(name, before, next.after);
  }

  /** Returns the length of the records that this change keeps in memory, in bytes. */
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
