package org.spillway.catalog;

import org.spillway.catalog.source.SourceFile;

/** Lets each file that a walk finds be hashed, confirmed or withdrawn, as it needs. */
final class WalkedFiles implements Recheck.Visitor {
  private final OfferedTorrents offered;
  private final KnownTorrents known;
  private final Withdrawals withdrawals;
  private final FirstWalk firstWalk;
  private final HashQueue hashing;
  private final Confirmer confirmer;

  WalkedFiles(
      OfferedTorrents offered,
      KnownTorrents known,
      Withdrawals withdrawals,
      FirstWalk firstWalk,
      HashQueue hashing,
      Confirmer confirmer) {
    this.offered = offered;
    this.known = known;
    this.withdrawals = withdrawals;
    this.firstWalk = firstWalk;
    this.hashing = hashing;
    this.confirmer = confirmer;
  }

  @Override
  public void found(SourceFile file) {
    if (offered.has(file)) {
      return;
    }
    withdrawals.saw(file);
    boolean isKnown = offered.has(offered.asHashed(file)) || known.likelyOf(file).isPresent();
    if (!isKnown && file.length() > 0) {
      firstWalk.found(hashing.enqueue(file, false).torrent());
    } else if (isKnown && !offered.has(file)) {
      confirmer.found(file);
    }
  }

  @Override
  public void missed(String path) {
    withdrawals.lookAt(path);
  }
}
