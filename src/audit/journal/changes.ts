/**
 * The way of a change through journal and store: intent, commit, ending. What is between intent and ending is open, and
 * stands at the beginning of each segment again, so that recovery reads the last segment alone.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { SECOND_MS } from '../../base/clock.ts';
import type { Unit } from '../../base/unit.ts';
import { randomHex } from '../../crypto/random.ts';
import { TrailUnavailable } from '../trail.ts';
import { doneLine, intentLine, voidLine } from './format.ts';
import type { IntentRows } from './intent-rows.ts';
import type { Journal } from './journal.ts';
import type { OpenIntent } from './open-intents.ts';

/** How a change ended, as it shall stand in the journal. */
interface Ending {
  readonly intent: OpenIntent;
  readonly lines: string;
  readonly records: number;
}

/** Of a commit in doubt: asked so often while its request waits, and then in the background. */
const ASK_TIMES = 3;
const ASK_AGAIN_MS = 100;
const ASK_LATER_MS = SECOND_MS;
/** With so many in doubt the store is away, and more of them would only fill memory and journal. */
const DOUBTFUL_MAX = 256;

export class Changes {
  readonly #journal: Journal;
  readonly #rows: IntentRows;
  readonly #report: (error: unknown) => void;
  /** Makes ids unlike those of any other run. */
  readonly #run = randomHex(8);
  #count = 0;
  /** Without an ending that is durable. */
  readonly #open = new Map<string, OpenIntent>();
  /** Known, but not in the journal, which could not be written. */
  readonly #unwritten = new Map<string, Ending>();
  readonly #doubtful = new Set<OpenIntent>();
  #asking: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(journal: Journal, rows: IntentRows, report: (error: unknown) => void) {
    this.#journal = journal;
    this.#rows = rows;
    this.#report = report;
  }

  /** Lines of what is open. */
  openLines(): readonly string[] {
    return Array.from(this.#open.values(), ({ line }) => line);
  }

  /** Durable when `written` resolves. @throws TrailUnavailable, also as a rejection */
  announce(events: readonly string[]): { readonly intent: OpenIntent; readonly written: Promise<void> } {
    if (this.#doubtful.size >= DOUBTFUL_MAX) throw new TrailUnavailable('of too many changes it is not known whether they were made');
    const id = `${this.#run}-${++this.#count}`;
    const intent = { id, line: intentLine(id, events), events };
    const written = this.#journal.append(intent.line, 0);
    this.#open.set(id, intent);
    return { intent, written };
  }

  /** Puts the intent's row beside the change that it is about. */
  write(unit: Unit, { id }: OpenIntent): void {
    this.#rows.write(unit, id, this.#journal.id);
  }

  /** The change is in the store: its events follow, and nobody needs to wait for them. */
  committed(intent: OpenIntent): void {
    this.#end({ intent, lines: intent.events.join('') + doneLine(intent.id), records: intent.events.length });
  }

  notCommitted(intent: OpenIntent): void {
    this.#end({ intent, lines: voidLine(intent.id), records: 0 });
  }

  /** Never announced: its line did not become durable. */
  forget({ id }: OpenIntent): void {
    this.#open.delete(id);
  }

  /**
   * Finds out what became of a commit that failed on the way, and ends the intent by it.
   * @returns `undefined` when it cannot be known yet: it will be asked for until it is
   */
  async decide(intent: OpenIntent): Promise<boolean | undefined> {
    for (let asked = 1; ; asked++) {
      try {
        return await this.#ask(intent);
      } catch (error) {
        if (asked === ASK_TIMES) {
          this.#report(error);
          this.#doubtful.add(intent);
          this.#askLater();
          return undefined;
        }
      }
      await pause(ASK_AGAIN_MS);
    }
  }

  /** Ends what the run before has left open. @throws StoreUnavailable, TrailUnavailable */
  async settle(intents: readonly OpenIntent[]): Promise<void> {
    for (const intent of intents) this.#open.set(intent.id, intent);
    for (const intent of intents) await this.#ask(intent);
    if (intents.length > 0) await this.#journal.settled();
    if (this.#open.size === 0) await this.#rows.clear(this.#journal.id);
  }

  /** The journal can be written again. */
  resumed(): void {
    const endings = [...this.#unwritten.values()];
    this.#unwritten.clear();
    for (const ending of endings) this.#end(ending);
  }

  /** Removes rows of what has ended. */
  flush(): Promise<void> {
    return this.#rows.flush();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#asking);
  }

  async #ask(intent: OpenIntent): Promise<boolean> {
    const committed = await this.#rows.isCommitted(intent.id, this.#journal.id);
    if (committed) this.committed(intent);
    else this.notCommitted(intent);
    return committed;
  }

  #askLater(): void {
    this.#asking ??= setTimeout(() => void this.#askAll(), ASK_LATER_MS).unref();
  }

  /** Until one cannot be answered: then the others cannot either. */
  async #askAll(): Promise<void> {
    for (const intent of this.#doubtful) {
      try {
        await this.#ask(intent);
      } catch {
        break;
      }
      this.#doubtful.delete(intent);
    }
    this.#asking = undefined;
    if (this.#doubtful.size > 0 && !this.#closed) this.#askLater();
  }

  /** Open until its ending is durable: the ending may come to stand in the next segment, and be lost with it. */
  #end(ending: Ending): void {
    const { intent, lines, records } = ending;
    const written = (): void => {
      this.#open.delete(intent.id);
      this.#rows.settled(intent.id);
    };
    const notWritten = (): void => void this.#unwritten.set(intent.id, ending);
    try {
      this.#journal.append(lines, records).then(written, notWritten);
    } catch {
      notWritten();
    }
  }
}
