/** The service's own work: what is due to keys, and the last uses that wait to be written. */
import { SECOND_MS } from '../../base/clock.ts';
import type { Kms } from './kms.ts';

const TURN_MS = SECOND_MS;
/** AWS shows the last use up to an hour late; a crash may lose this many turns of it. */
const TURNS_A_FLUSH = 10;

export class Jobs {
  readonly #kms: Kms;
  readonly #report: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #turns = 0;

  constructor(kms: Kms, report: (error: unknown) => void) {
    this.#kms = kms;
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
    await this.#kms.lastUsage.flush().catch(this.#report);
  }

  async #run(): Promise<void> {
    try {
      await this.#kms.lifecycle.runDue(this.#report);
      if (++this.#turns % TURNS_A_FLUSH === 0) await this.#kms.lastUsage.flush();
    } catch (error) {
      this.#report(error);
    }
  }
}
