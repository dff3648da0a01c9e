/** Wrong pieces that a peer may have had a part in before it is dropped. */
const LAST_STRIKE = 3;

/**
 * Remembers which peers sent blocks of which piece, and finds those to drop when pieces are wrong. A
 * peer that sent the whole of a wrong piece alone is certainly at fault, and is dropped at once.
 */
export class Blame<Peer> {
  private readonly contributors = new Map<number, Set<Peer>>();
  private readonly strikes = new Map<Peer, number>();

  contributed(piece: number, peer: Peer): void {
    const peers = this.contributors.get(piece) ?? new Set();
    peers.add(peer);
    this.contributors.set(piece, peers);
  }

  right(piece: number): void {
    this.contributors.delete(piece);
  }

  /** A piece failed verification; the peers that are to be dropped. */
  wrong(piece: number): Peer[] {
    const peers = [...(this.contributors.get(piece) ?? [])];
    this.contributors.delete(piece);
    const weight = peers.length === 1 ? LAST_STRIKE : 1;
    return peers.filter((peer) => {
      const strikes = (this.strikes.get(peer) ?? 0) + weight;
      this.strikes.set(peer, strikes);
      return strikes >= LAST_STRIKE;
    });
  }

  forget(peer: Peer): void {
    this.strikes.delete(peer);
    for (const [piece, peers] of this.contributors) {
      peers.delete(peer);
      if (peers.size === 0) {
        this.contributors.delete(piece);
      }
    }
  }
}
