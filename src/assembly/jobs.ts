/** The server's own work, once a second: what has fallen due, and what is written late. */
import { SECOND_MS } from '../base/clock.ts';
import type { DueWork, Flushable } from '../base/server-work.ts';

const TURN_MS = SECOND_MS;
/** AWS shows last uses up to an hour late; a crash may lose this many turns of them. */
const TURNS_A_FLUSH = 10;

export class Jobs {
  readonly #due: readonly DueWork[];
  readonly #late: readonly Flushable[];
  readonly #report: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #turns = 0;

  constructor(due: readonly DueWork[], late: readonly Flushable[], report: (error: unknown) => void) {
    this.#due = due;
    this.#late = late;
    this.#report = report;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#turn = this.#run().finally(() => this.#timer && this.start());
    }, TURN_MS);
    this.#timer.unref();
  }

  /** Ends after the turn under way, with everything written that can be. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#turn;
    for (const late of this.#late) await late.flush().catch(this.#report);
  }

  /** When something is due next, of all there is. */
  async nextDue(): Promise<number | undefined> {
    const moments = await Promise.all(this.#due.map((work) => work.nextDue()));
    const known = moments.filter((moment) => moment !== undefined);
    return known.length > 0 ? Math.min(...known) : undefined;
  }

  async runDue(): Promise<void> {
    for (const work of this.#due) await work.runDue(this.#report);
  }

  async #run(): Promise<void> {
    try {
      await this.runDue();
      if (++this.#turns % TURNS_A_FLUSH === 0) for (const late of this.#late) await late.flush();
    } catch (error) {
      this.#report(error);
    }
  }
}
