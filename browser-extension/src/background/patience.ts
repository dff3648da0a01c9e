import type { Request } from "../decide/request.ts";

type Timer = ReturnType<typeof setTimeout>;

/** Watches requests until they are answered, and tells of those that are not in time. */
export class Patience {
  private readonly timers = new Map<string, Timer>();

  /** @param seconds 0 for ever */
  watch(request: Request, seconds: number, onSilence: (request: Request) => void): void {
    this.end(request.id);
    if (seconds > 0) {
      const timer = setTimeout(() => {
        this.timers.delete(request.id);
        onSilence(request);
      }, seconds * 1000);
      this.timers.set(request.id, timer);
    }
  }

  /** The request was answered, or failed. */
  end(requestId: string): void {
    clearTimeout(this.timers.get(requestId));
    this.timers.delete(requestId);
  }
}
