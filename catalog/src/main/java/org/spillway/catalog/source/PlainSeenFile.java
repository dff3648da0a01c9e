package org.spillway.catalog.source;

import java.util.Optional;
import java.util.function.Function;

/**
 * A file of a source that knows no cheaper look than {@link ContentSource#find}.
 *
 * @param find looks a path up as that method does
 */
record PlainSeenFile(SourceFile file, Function<String, Optional<SourceFile>> find)
    implements SeenFile {
  @Override
  public boolean isCurrent() {
    return find.apply(file.path()).filter(file::equals).isPresent();
  }
}
