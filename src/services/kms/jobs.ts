/** The server's own work: what is due to keys, and what is written late. */
import { SECOND_MS } from '../../base/clock.ts';
import type { Kms } from './kms.ts';

/** What waits to be written, of any service. */
export interface Flushable {
  flush(): Promise<void>;
}

const TURN_MS = SECOND_MS;
/** AWS shows last uses up to an hour late; a crash may lose this many turns of them. */
const TURNS_A_FLUSH = 10;

export class Jobs {
  readonly #kms: Kms;
  readonly #late: readonly Flushable[];
  readonly #report: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #turns = 0;

  constructor(kms: Kms, late: readonly Flushable[], report: (error: unknown) => void) {
    this.#kms = kms;
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

  async #run(): Promise<void> {
    try {
      await this.#kms.lifecycle.runDue(this.#report);
      if (++this.#turns % TURNS_A_FLUSH === 0) for (const late of this.#late) await late.flush();
    } catch (error) {
      this.#report(error);
    }
  }
}
