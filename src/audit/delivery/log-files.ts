/**
 * Events from one place of the journal to another as log files: `{"Records":[EVENT,EVENT,…]}`, a file or several a
 * region. The same places, plan and journal always make the same files under the same names.
 */
import { sha256Hex } from '../../crypto/hash.ts';
import type { Position } from '../journal/format.ts';
import { type EventPiece, EventReader } from '../journal/reader.ts';
import { FullLines } from '../journal/short-lines.ts';
import type { TrailDefinition } from './contract.ts';
import { logKey, uniqueName } from './layout.ts';
import { type EventHead, isOfDelivery, isWanted } from './selection.ts';
import { isWithin, type LoggingWindow } from './windows.ts';

/** What is to be delivered, as it was when it was decided: a change of the trail counts from the next one on. */
export interface DeliveryPlan {
  readonly from: Position;
  readonly to: Position;
  /** When it was decided: names bear it. */
  readonly time: number;
  readonly definition: TrailDefinition;
  readonly windows: readonly LoggingWindow[];
}

export interface LogFile {
  readonly region: string;
  readonly key: string;
  readonly bytes: Buffer;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly newest: number;
  readonly oldest: number;
}

/** Before compression; AWS's files are about as large. */
const FILE_BYTES_MAX = 8 * 1024 * 1024;
const HEAD_START = 5;
const EVENT_MEMBER = Buffer.from(',"e":');

interface Growing {
  readonly events: Buffer[];
  bytes: number;
  newest: number;
  oldest: number;
}

export class LogFiles {
  readonly #plan: DeliveryPlan;
  readonly #id: string;
  readonly #growing = new Map<string, Growing>();
  readonly #counts = new Map<string, number>();
  /** How the lines begin that can be the trail's. */
  readonly #ownStart: Buffer;
  #dropped = 0;

  constructor(id: string, plan: DeliveryPlan) {
    this.#id = id;
    this.#plan = plan;
    this.#ownStart = Buffer.from(`{"i":["${plan.definition.account}"`);
  }

  /** Segments that were to be read and are gone. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Files as they are full, then the rest. */
  async *made(journal: string): AsyncGenerator<LogFile> {
    const reader = new EventReader(journal, this.#plan.from);
    try {
      for (let piece = await reader.read(this.#plan.to); piece; piece = await reader.read(this.#plan.to)) {
        yield* this.#take(piece);
      }
    } finally {
      await reader.close();
    }
    for (const region of [...this.#growing.keys()].sort()) yield this.#finish(region);
  }

  *#take({ start, bytes, events, lineAt, dropped }: EventPiece): Generator<LogFile> {
    this.#dropped += dropped;
    const lines = new FullLines(lineAt);
    for (let i = 0; i < events.length; i += 2) {
      const at = events[i]!;
      const line = lines.full(bytes.subarray(at, events[i + 1]), at);
      if (line === undefined) throw new Error(`the journal was changed in segment ${start.segment}: see trent audit verify`);
      if (this.#ownStart.compare(line, 0, this.#ownStart.length) !== 0) continue;
      const middle = line.indexOf(EVENT_MEMBER);
      const head = headOf(line.toString('utf8', HEAD_START, middle));
      const event = line.subarray(middle + EVENT_MEMBER.length, line.length - 1);
      if (!this.#isWanted(head, event, { segment: start.segment, offset: start.offset + at })) continue;
      if (this.#add(head, event) >= FILE_BYTES_MAX) yield this.#finish(head.region);
    }
  }

  #isWanted(head: EventHead, event: Buffer, place: Position): boolean {
    const { definition, windows } = this.#plan;
    if (!isWanted(definition, head) || !isWithin(windows, place, head.time, head.name)) return false;
    return definition.recursive || !isOfDelivery(head, event.toString('utf8'));
  }

  /** @returns the bytes of the region's file */
  #add({ region, time }: EventHead, event: Buffer): number {
    const file = this.#growing.get(region) ?? { events: [], bytes: 0, newest: time, oldest: time };
    // The piece that it is cut out of is large, and would be kept for it.
    file.events.push(Buffer.from(event));
    file.bytes += event.length + 1;
    file.newest = Math.max(file.newest, time);
    file.oldest = Math.min(file.oldest, time);
    this.#growing.set(region, file);
    return file.bytes;
  }

  #finish(region: string): LogFile {
    const { events, newest, oldest } = this.#growing.get(region)!;
    this.#growing.delete(region);
    const count = (this.#counts.get(region) ?? 0) + 1;
    this.#counts.set(region, count);
    const { from, to, time, definition } = this.#plan;
    const unique = uniqueName([this.#id, region, from.segment, from.offset, to.segment, to.offset, count]);
    const bytes = Buffer.concat([Buffer.from('{"Records":['), ...events.flatMap((event, i) => (i === 0 ? [event] : [COMMA, event])), Buffer.from(']}')]);
    return { region, key: logKey(definition, region, time, unique), bytes, hash: sha256Hex(bytes), newest, oldest };
  }
}

const COMMA = Buffer.from(',');

function headOf(json: string): EventHead {
  const [account, region, time, , name, source, readOnly] = JSON.parse(json) as [string, string, number, string, string, string, number];
  return { account, region, time, name, source, readOnly: readOnly === 1 };
}
