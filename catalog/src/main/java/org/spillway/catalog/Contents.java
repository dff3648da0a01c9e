package org.spillway.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.version.CheckedContent;
import org.spillway.catalog.version.GrowingFiles;
import org.spillway.catalog.version.SmallContents;

/** Opens the files of offers. Safe for use by many threads. */
final class Contents {
  private final ContentSource source;
  private final OfferedTorrents offered;
  private final KnownTorrents known;
  private final GrowingFiles growing;
  private final Consumer<String> forget;
  private final SmallContents small = new SmallContents(this::openKept);

  /**
   * @param forget drops the kept offer of a path whose file has changed
   */
  Contents(
      ContentSource source,
      OfferedTorrents offered,
      KnownTorrents known,
      GrowingFiles growing,
      Consumer<String> forget) {
    this.source = source;
    this.offered = offered;
    this.known = known;
    this.growing = growing;
    this.forget = forget;
  }

  /** Returns the whole of a small file that was read before. */
  Optional<ByteBuffer> inMemory(SourceFile file) {
    return small.get(file);
  }

  /**
   * @throws ContentChangedException if it cannot be this version any more, and is not in memory
   */
  Content open(SourceFile file) throws IOException {
    try {
      return small.open(file);
    } catch (ContentChangedException e) {
      throw changed(file, e);
    }
  }

  private Content openKept(SourceFile file) throws IOException {
    if (!offered.has(file) && file.length() > SmallContents.LARGEST) {
      // If it were written to later, its bytes could not be verified.
      growing.awaitQuiet(file);
    }
    // The proofs in memory are taken now, because a file that is appended to loses its torrent.
    var proofs = offered.ready(file).map(OfferedTorrent::proofs);
    return CheckedContent.of(
        source.openVersions(file, true), file, () -> proofs.or(() -> known.proofsOf(file)));
  }

  /**
   * Opens a file that others append to.
   *
   * @throws ContentChangedException if something else happened to it
   */
  Content openGrowing(SourceFile file) throws IOException {
    try {
      return file.length() > SmallContents.LARGEST ? source.openGrowing(file) : openSmall(file);
    } catch (ContentChangedException e) {
      throw changed(file, e);
    }
  }

  /**
   * Opens a small file: one that is written anew now and then can mostly be read as a whole in
   * between.
   */
  private Content openSmall(SourceFile file) throws IOException {
    try {
      return small.open(file);
    } catch (ContentChangedException e) {
      return source.openGrowing(file);
    }
  }

  /** Forgets the offer of a file that has changed, so that the next caller gets another one. */
  private ContentChangedException changed(SourceFile file, ContentChangedException e) {
    forget.accept(file.path());
    source.find(file.path()).ifPresent(growing::saw);
    return e;
  }
}
