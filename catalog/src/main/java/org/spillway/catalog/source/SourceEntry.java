package org.spillway.catalog.source;

/** A file or a folder that a folder of a content source shows under one name. */
public sealed interface SourceEntry {
  /** One that the world may enter; its name without any slash. */
  record Folder(String name) implements SourceEntry {}

  record File(SourceFile file) implements SourceEntry {}
}
