package org.spillway.catalog.source;

/** A file of a source that knows no cheaper look than {@link ContentSource#find}. */
record PlainSighting(ContentSource source, SourceFile file) implements Sighting {
  @Override
  public boolean isCurrent() {
    return source.find(file.path()).filter(file::equals).isPresent();
  }
}
