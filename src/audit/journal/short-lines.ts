/**
 * Events of a busy server are much alike. The first of a kind in a batch is a line in full; those that follow it in the
 * same batch are short lines, of what differs:
 *
 *     {"as":BYTES,"time":…,"id":"…","found":[…],"requestID":"…","requestParameters":…,"additionalEventData":…,"resources":…}
 *
 * The event is as the one whose full line begins so many bytes before this line, but for its time (ms) and id, and the
 * `eventTime` and `eventID` that come of them, the resources that it is found by, and the members of the event that are
 * named. What is left out, from `found` on, is the same. A batch is written, read as durable and cut back as a whole, so
 * no short line is without its full one.
 */
import type { FoundBy } from '../../base/audit.ts';
import type { EventRecord } from '../records/event-record.ts';
import { jsonOf } from '../records/shared.ts';
import { isoTime } from '../records/times.ts';
import { EVENT_START } from './format.ts';

export const SHORT_START = '{"as":';

/** @param like one of the same kind, whose full line begins `distance` bytes before this one */
export function shortLine({ members, resources }: EventRecord, { members: like, resources: found }: EventRecord, distance: number): string {
  const { time, eventId, requestId, parametersJson, additionalJson, resourcesJson } = members;
  return (
    `${SHORT_START}${distance},"time":${time},"id":"${eventId}"` +
    (isSameList(resources, found) ? '' : `,"found":${jsonOf(resources)}`) +
    `,"requestID":"${requestId}"` +
    (parametersJson === like.parametersJson ? '' : `,"requestParameters":${parametersJson}`) +
    (additionalJson === like.additionalJson ? '' : `,"additionalEventData":${additionalJson}`) +
    (resourcesJson === like.resourcesJson ? '}\n' : `,"resources":${resourcesJson}}\n`)
  );
}

const isSameList = (a: readonly FoundBy[], b: readonly FoundBy[]): boolean =>
  a === b || (a.length === b.length && a.every(([type, name], i) => type === b[i]![0] && name === b[i]![1]));

export interface ShortLine {
  /** Bytes back to the full line. */
  readonly distance: number;
  /** What differs, as JSON: of `i` by its names here, of the event by its members'. */
  readonly texts: ReadonlyMap<string, string>;
}

const DISTANCE = /^[1-9]\d{0,15}$/;
const TIME = /^\d{1,16}$/;
/** ECMA-262, "Time Values and Time Range". */
const TIME_MAX = 8.64e15;

/** `undefined` for any other line. */
export function parseShortLine(line: string): ShortLine | undefined {
  const parts = partsOf(line, 0);
  if (!line.startsWith(SHORT_START) || parts.at(-1)!.end !== line.length - 1 || !line.endsWith('}')) return undefined;
  const texts = new Map(membersOf(line, parts).map(({ name, start, end }) => [name, line.slice(start, end)]));
  const [distance = '', time = '', id] = [texts.get('as'), texts.get('time'), texts.get('id')];
  if (!DISTANCE.test(distance) || !TIME.test(time) || Number(time) > TIME_MAX || !id || !texts.get('requestID')) return undefined;
  texts.delete('as');
  texts.set('eventTime', `"${isoTime(Number(time))}"`).set('eventID', id);
  return { distance: Number(distance), texts };
}

/** A full line, cut at what may differ within its kind. */
export class LinePattern {
  /** What may, as it is in this line. */
  readonly #own: ReadonlyMap<string, string>;
  /** Before, between and after that. */
  readonly #texts: readonly string[];

  constructor(line: string, places: readonly Member[]) {
    this.#own = new Map(places.map(({ name, start, end }) => [name, line.slice(start, end)]));
    this.#texts = [...places, undefined].map((place, i) => line.slice(places[i - 1]?.end, place?.start));
  }

  /** The full line that the short one stands for, without its line feed; `undefined` when it has what this one has not. */
  fill({ texts }: ShortLine): string | undefined {
    for (const name of texts.keys()) if (!this.#own.has(name)) return undefined;
    let line = this.#texts[0]!;
    let i = 0;
    for (const [name, own] of this.#own) line += (texts.get(name) ?? own) + this.#texts[++i]!;
    return line;
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Of an object: where its value is. */
interface Member extends Span {
  readonly name: string;
}

/** Of `i`: by their places. */
const IN_INDEX = { time: 2, id: 3, found: 9 };
const INDEX_LENGTH = 10;
const IN_EVENT = ['eventTime', 'requestParameters', 'requestID', 'eventID'];
/** Not all events have them. */
const IN_SOME = ['additionalEventData', 'resources'];
const EVENT_OPENING = '],"e":{';
/** More than any event has. */
const PARTS_MAX = 64;

/**
 * `undefined`: it is no full line, or not of an event that others can be like. The event's own members are looked for:
 * texts in it may be named like them. @param line without its line feed
 */
export function patternOf(line: string): LinePattern | undefined {
  if (!line.startsWith(`${EVENT_START}[`)) return undefined;
  const index = partsOf(line, EVENT_START.length);
  const { end } = index.at(-1)!;
  if (index.length !== INDEX_LENGTH || !line.startsWith(EVENT_OPENING, end)) return undefined;
  const members = membersOf(line, partsOf(line, end + EVENT_OPENING.length - 1));
  if (!IN_EVENT.every((required) => members.some(({ name }) => name === required))) return undefined;
  const own = Object.entries(IN_INDEX).map(([name, i]) => ({ name, ...index[i]! }));
  return new LinePattern(line, [...own, ...members.filter(({ name }) => IN_EVENT.includes(name) || IN_SOME.includes(name))]);
}

function membersOf(text: string, parts: readonly Span[]): Member[] {
  return parts.map(({ start, end }) => {
    const quote = closingQuote(text, start);
    return { name: text.slice(start + 1, quote), start: quote + 2, end };
  });
}

/** The values of an array, or the members of an object, which begins at `at`; of what is no JSON, anything. */
function partsOf(text: string, at: number): Span[] {
  const parts: Span[] = [];
  for (let start = at + 1; ; ) {
    const end = endOf(text, start);
    parts.push({ start, end });
    if (text[end] !== ',' || parts.length === PARTS_MAX) return parts;
    start = end + 1;
  }
}

/** Of what begins at `at`: where a comma follows, or whatever it is within ends. */
function endOf(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const unit = text[i];
    if (unit === '"') i = closingQuote(text, i);
    else if (unit === '{' || unit === '[') depth++;
    else if (depth === 0 && (unit === ',' || unit === '}' || unit === ']')) return i;
    else if (unit === '}' || unit === ']') depth--;
  }
  return text.length;
}

function closingQuote(text: string, at: number): number {
  let i = at + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

/** Lines of one segment in full: what short ones refer to is cut once. */
export class FullLines {
  readonly #lineAt: LineAt;
  readonly #patterns = new Map<number, LinePattern | undefined>();

  constructor(lineAt: LineAt) {
    this.#lineAt = lineAt;
  }

  /**
   * @param line without its line feed; of any kind
   * @param at its offset, as `lineAt` takes them
   * @returns `undefined` for a short line that cannot be filled: the journal was changed
   */
  full(line: Buffer, at: number): Buffer | undefined {
    if (!isShort(line, 0)) return line;
    const short = parseShortLine(line.toString('utf8'));
    const pattern = short && this.#pattern(at - short.distance);
    const filled = pattern?.fill(short!);
    return filled === undefined ? undefined : Buffer.from(filled);
  }

  #pattern(at: number): LinePattern | undefined {
    if (this.#patterns.has(at)) return this.#patterns.get(at);
    const line = this.#lineAt(at);
    const pattern = line && patternOf(line.toString('utf8'));
    this.#patterns.set(at, pattern);
    return pattern;
  }
}

/** The line that begins at an offset, without its line feed; `undefined` where there is none. */
export type LineAt = (offset: number) => Buffer | undefined;

const EVENT_START_BYTES = Buffer.from(EVENT_START);
const SHORT_START_BYTES = Buffer.from(SHORT_START);

export const isFull = (bytes: Buffer, at: number): boolean => startsWith(bytes, at, EVENT_START_BYTES);
export const isShort = (bytes: Buffer, at: number): boolean => startsWith(bytes, at, SHORT_START_BYTES);
export const isEvent = (bytes: Buffer, at: number): boolean => isFull(bytes, at) || isShort(bytes, at);

function startsWith(bytes: Buffer, at: number, start: Buffer): boolean {
  for (let i = 0; i < start.length; i++) if (bytes[at + i] !== start[i]) return false;
  return true;
}
