package org.spillway.catalog;

/** What a folder shows under one name. */
public sealed interface FolderEntry {
  /** Without any slash. */
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
