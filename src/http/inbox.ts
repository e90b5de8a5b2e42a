/**
 * Requests that come in together are handled together: what was read in one turn of the event loop begins at its end,
 * one request after the other. From there they go in step, all through one stage of the spine before any begins the
 * next (src/request.ts), so that the code of a stage is brought into the processor's caches once for all of them.
 * Measured with 64 connections: a tenth less CPU time for each on a quiet machine, a fifth where others share its caches.
 * A lone request waits for the end of its turn.
 */

/** So that no step holds up the reading of others for long, and few requests are half done at a time. */
const TOGETHER_MAX = 64;

export class Inbox {
  #waiting: (() => void)[] = [];
  readonly #begin = (): void => this.#beginNext();

  /** @param begin must not throw */
  add(begin: () => void): void {
    if (this.#waiting.push(begin) === 1) setImmediate(this.#begin);
  }

  #beginNext(): void {
    const next = this.#waiting;
    this.#waiting = next.splice(TOGETHER_MAX);
    if (this.#waiting.length > 0) setImmediate(this.#begin);
    for (const begin of next) begin();
  }
}
