package org.spillway.catalog;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.FileChange;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.version.PieceProofs;
import org.spillway.torrent.FileHashes;

/**
 * The torrents of files that were hashed, now or before: offered ones in memory, the others in the
 * state folder. Safe for use by many threads.
 */
final class KnownTorrents implements HashQueue.Publisher {
  private final CatalogSettings settings;
  private final ContentSource source;
  private final StateWriter state;
  private final OfferedTorrents offered;
  private final Supplier<PublicUrls> urls;
  private final Consumer<String> whenRefuted;

  /**
   * @param urls returns the URLs of the content; it is asked only when something is offered
   * @param whenRefuted is called with the path of each file that turns out to differ from its
   *     torrent
   */
  KnownTorrents(
      CatalogSettings settings,
      ContentSource source,
      StateWriter state,
      OfferedTorrents offered,
      Supplier<PublicUrls> urls,
      Consumer<String> whenRefuted) {
    this.settings = settings;
    this.source = source;
    this.state = state;
    this.offered = offered;
    this.urls = urls;
    this.whenRefuted = whenRefuted;
  }

  /** Returns the torrent of this very version of the file, if it is known. */
  Optional<OfferedTorrent> of(SourceFile file) {
    return offered.ready(file).or(() -> restore(file, FileChange.NONE));
  }

  /**
   * Returns the hashes that the bytes of this version can be compared with, whether its torrent is
   * still offered or not.
   */
  Optional<PieceProofs> proofsOf(SourceFile file) {
    return offered.ready(file).map(OfferedTorrent::proofs).or(() -> storedProofsOf(file));
  }

  private Optional<PieceProofs> storedProofsOf(SourceFile file) {
    return state
        .read(file.path())
        .filter(stored -> stored.isOf(file, settings.format()))
        .map(stored -> proofs(file, stored));
  }

  /**
   * Returns the torrent like {@link #of}, but also that of an older version if only metadata has
   * changed since then; the caller must have it confirmed.
   */
  Optional<OfferedTorrent> likelyOf(SourceFile seen) {
    return offered.ready(offered.asHashed(seen)).or(() -> restore(seen, FileChange.METADATA));
  }

  /**
   * @param most the greatest change since the hashing that leaves the torrent as it is
   */
  private Optional<OfferedTorrent> restore(SourceFile seen, FileChange most) {
    var stored =
        state
            .read(seen.path())
            .filter(s -> source.change(s.version(), seen.version()).compareTo(most) <= 0);
    return stored.flatMap(s -> restore(seen.withVersion(s.version()), s));
  }

  private Optional<OfferedTorrent> restore(SourceFile hashed, StoredTorrent stored) {
    return stored.isOf(hashed, settings.format()) ? publish(hashed, stored) : Optional.empty();
  }

  @Override
  public Optional<OfferedTorrent> known(SourceFile file) {
    return likelyOf(file);
  }

  @Override
  public OfferedTorrent publish(SourceFile file, FileHashes hashes) throws IOException {
    var stored = StoredTorrent.of(file, hashes);
    if (offered.isCurrent(file.path(), file.version())) {
      state.write(stored);
    }
    return publish(file, stored).orElseThrow(() -> new ContentChangedException(file.path()));
  }

  private Optional<OfferedTorrent> publish(SourceFile file, StoredTorrent stored) {
    return offered.offer(torrent(file, stored));
  }

  private OfferedTorrent torrent(SourceFile file, StoredTorrent stored) {
    return new OfferedTorrent(source, file, stored, urls.get(), proofs(file, stored));
  }

  private PieceProofs proofs(SourceFile file, StoredTorrent stored) {
    String path = file.path();
    return new PieceProofs(stored.metainfo(), file.version(), wrong -> refute(path, wrong));
  }

  /** Returns whether a torrent that was offered before the start may be offered now. */
  boolean isWanted(StoredTorrent stored) {
    return stored.metainfo().info().format() == settings.format()
        && settings.filter().offers(stored.path());
  }

  /** Offers what was offered before the start though nobody can look at it, in an outage. */
  void hold(StoredTorrent stored) {
    if (isWanted(stored)) {
      long length = stored.metainfo().info().length();
      offered.hold(
          torrent(new SourceFile(stored.path(), length, Instant.EPOCH, stored.version()), stored));
    }
  }

  /** Takes a version whose bytes are all right for the one that was hashed, from now on. */
  void confirm(OfferedTorrent torrent, SourceFile same) {
    if (offered.confirm(torrent, same)) {
      state.write(torrent.stored().withVersion(same.version()));
    }
  }

  /** A byte is another one: what is known of the file is of no use any more. */
  private void refute(String path, PieceProofs proofs) {
    state
        .read(path)
        .filter(stored -> proofs.trusts(stored.version()))
        .ifPresent(stored -> state.delete(path));
    offered.refute(path, proofs);
    whenRefuted.accept(path);
  }
}
