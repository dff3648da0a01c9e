package org.spillway.catalog;

/** A file or a folder that a folder shows under one name. */
public sealed interface FolderEntry {
  /** Returns the name, without a slash. */
  String name();

  /** One that the world may enter. */
  record Folder(String name) implements FolderEntry {}

  record File(Offer offer) implements FolderEntry {
    @Override
    public String name() {
      return offer.name();
    }
  }
}
