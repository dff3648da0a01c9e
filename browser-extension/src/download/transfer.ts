import type { Download, DownloadsOptions, DownloadState, Phase, SharingLimits } from "./download.ts";
import { checkRoom, Failure, reasonOf, type Reason } from "./failure.ts";
import type { Facts } from "./facts.ts";
import type { Kept } from "./kept.ts";
import { harmlessName } from "./names.ts";
import { Rate } from "./rate.ts";
import { Session, type Source } from "./session.ts";
import { SharingEnd } from "./sharing-end.ts";
import { Ticker } from "./ticker.ts";

const DEFAULT_LIMITS: SharingLimits = { ratio: 2, minutes: 120 };

/** How often what is remembered is written down while pieces come in, in milliseconds. */
const REMEMBER_EVERY = 5_000;

/** Tells the queue. */
export interface TransferOwner {
  /** The phase changed, so another may have its turn. */
  turn(): void;
  /** It is over and forgotten. */
  gone(transfer: Transfer): void;
}

/** One download through its phases. */
export class Transfer implements Download {
  private readonly listeners = new Set<(state: DownloadState) => void>();
  private readonly ticker = new Ticker(250, () => this.tell());
  private readonly memory = new Ticker(REMEMBER_EVERY, () => void this.kept.remember().catch(() => {}));
  private readonly rate = new Rate(() => performance.now());
  private session: Session | undefined;
  private ending: Promise<void> = Promise.resolve();
  private readonly sharingEnd = new SharingEnd(() => void this.endSharing());
  private sharingTime: ReturnType<typeof setTimeout> | undefined;
  private phase: Phase;
  private reason: Reason | undefined;
  private verified = 0;
  /** Whether the saved copy needs the file kept here no longer. */
  private takenAway = false;
  private known: DownloadState;
  private clock: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly kept: Kept,
    private readonly facts: Facts,
    private readonly options: DownloadsOptions,
    private readonly owner: TransferOwner,
  ) {
    this.phase = kept.about.saved > 0 ? "done" : kept.about.paused ? "paused" : "waiting";
    this.verified = Math.min(facts.layout.length, kept.about.verified);
    this.known = this.look();
  }

  get id(): string {
    return this.kept.id;
  }

  get state(): DownloadState {
    return this.known;
  }

  /** Whether it is waiting for its turn. */
  get waits(): boolean {
    return this.phase === "waiting";
  }

  /** Whether it takes a turn of the queue. */
  get runs(): boolean {
    return this.phase === "checking" || this.phase === "downloading";
  }

  /** Whether pieces are passed on: the person agreed, and a tracker finds browsers to pass them on to. */
  private get shares(): boolean {
    return this.kept.about.share && this.facts.trackers.length > 0;
  }

  onChange(listener: (state: DownloadState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Its turn has come. */
  begin(): void {
    this.enter("checking");
    void this.open();
  }

  pause(): void {
    if (this.runs || this.waits) {
      this.kept.about.paused = true;
      this.enter("paused");
      void this.end();
    }
  }

  resume(): void {
    if (this.phase === "paused") {
      this.again();
    }
  }

  retry(): void {
    if (this.phase === "failed") {
      this.again();
    }
  }

  async cancel(): Promise<void> {
    if (this.phase !== "cancelled") {
      this.kept.about.gone = true;
      this.enter("cancelled");
      await this.end();
      await this.kept.remove();
      this.owner.gone(this);
    }
  }

  share(agreed: boolean): void {
    this.kept.about.share = agreed;
    this.memory.changed();
    this.session?.share(agreed);
    if (this.phase === "done" && !agreed) {
      void this.endSharing();
    }
    this.ticker.now();
  }

  async save(): Promise<void> {
    if (this.phase !== "done" && this.phase !== "saving") {
      return;
    }
    this.enter("saving");
    try {
      const taken = await this.options.save(await this.kept.file(), this.known.name);
      this.kept.about.saved = Date.now();
      await this.kept.remember();
      this.enter("done");
      await this.settle(taken);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") {
        this.enter("done");
      } else {
        this.fail(new Failure("download_not_saved"));
      }
    }
  }

  private again(): void {
    this.kept.about.paused = false;
    this.memory.changed();
    this.enter("waiting");
  }

  private async open(): Promise<void> {
    try {
      await this.ending;
      await checkRoom(this.facts.layout.length - this.verified);
      const session = await Session.open(
        {
          facts: this.facts,
          url: this.kept.about.url,
          folder: this.kept.folder,
          share: this.kept.about.share,
          iceServers: this.options.iceServers ?? [],
        },
        {
          received: (bytes) => this.receive(bytes),
          verified: (source, bytes) => this.count(source, bytes),
          sent: (bytes) => this.sent(bytes),
          complete: () => void this.complete(),
          failed: (error) => this.fail(error),
        },
      );
      await this.opened(session);
    } catch (error) {
      this.fail(error);
    }
  }

  /** The storage is open; the person may have changed their mind meanwhile. */
  private async opened(session: Session): Promise<void> {
    if (this.phase !== "checking") {
      await session.close();
      return;
    }
    this.session = session;
    this.verified = session.verified;
    this.clock = setInterval(() => this.ticker.changed(), 1000);
    this.enter("downloading");
    if (session.complete) {
      await this.complete();
    }
  }

  private async complete(): Promise<void> {
    if (this.phase !== "downloading") {
      return;
    }
    this.enter("saving");
    if (!this.shares) {
      await this.end();
    }
    await this.save();
  }

  /** Shares if the person agreed, and removes what is needed no longer. */
  private async settle(taken: boolean): Promise<void> {
    if (this.session !== undefined && this.shares) {
      const { minutes } = this.options.sharing ?? DEFAULT_LIMITS;
      this.sharingTime ??= setTimeout(() => this.sharingEnd.reached(), minutes * 60_000);
      this.limitSharing();
    } else {
      await this.end();
    }
    this.takenAway ||= taken;
    await this.tidy();
  }

  private async endSharing(): Promise<void> {
    await this.end();
    await this.tidy();
  }

  /** Removes the file kept here once it is saved and no longer shared. */
  private async tidy(): Promise<void> {
    if (this.session === undefined && this.takenAway) {
      this.kept.about.gone = true;
      await this.kept.remove();
    }
    this.ticker.now();
  }

  private fail(error: unknown): void {
    if (this.phase === "cancelled" || this.phase === "paused") {
      return;
    }
    this.reason = reasonOf(error);
    this.enter("failed");
    void this.end();
  }

  private end(): Promise<void> {
    const session = this.session;
    this.session = undefined;
    clearInterval(this.clock);
    clearTimeout(this.sharingTime);
    this.sharingTime = undefined;
    this.sharingEnd.cancel();
    if (session !== undefined) {
      this.ending = session.close();
    }
    return this.ending;
  }

  private receive(bytes: number): void {
    this.rate.add(bytes);
    this.ticker.changed();
  }

  private count(source: Source, bytes: number): void {
    const { about } = this.kept;
    this.verified += bytes;
    about.verified = this.verified;
    if (source === "server") {
      about.fromServer += bytes;
    } else if (source === "mirror") {
      about.fromMirrors += bytes;
    } else {
      about.fromPeers += bytes;
    }
    this.ticker.changed();
    this.memory.changed();
  }

  private sent(bytes: number): void {
    this.kept.about.uploaded += bytes;
    this.ticker.changed();
    this.memory.changed();
    this.sharingEnd.sent();
    this.limitSharing();
  }

  private limitSharing(): void {
    const { ratio } = this.options.sharing ?? DEFAULT_LIMITS;
    if (this.phase === "done" && this.kept.about.uploaded >= ratio * this.facts.layout.length) {
      this.sharingEnd.reached();
    }
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    if (phase !== "cancelled") {
      this.memory.changed();
    }
    this.ticker.now();
    this.owner.turn();
  }

  private tell(): void {
    this.known = this.look();
    this.listeners.forEach((listener) => listener(this.known));
  }

  private look(): DownloadState {
    const { about } = this.kept;
    const reason = this.phase === "failed" ? this.reason : undefined;
    const canShare = this.facts.trackers.length > 0 && (this.phase !== "done" || this.session !== undefined);
    return {
      id: this.kept.id,
      url: about.url,
      name: harmlessName(this.facts.name),
      length: this.facts.layout.length,
      phase: this.phase,
      verified: this.verified,
      fromServer: about.fromServer,
      fromMirrors: about.fromMirrors,
      fromPeers: about.fromPeers,
      uploaded: about.uploaded,
      peers: this.session?.peers ?? 0,
      rate: this.phase === "downloading" ? this.rate.get() : 0,
      ...(canShare && { sharing: about.share }),
      kept: !about.gone,
      ...(reason !== undefined && { failure: this.options.words(reason) }),
    };
  }
}
