/**
 * Events of a busy server are much alike. The first of a kind in a batch is a line in full; those that follow it in the
 * same batch are short lines, of what differs:
 *
 *     {"as":BYTES,"time":…,"id":…,"request":…,"parameters":{…}}
 *
 * The event is as the one whose full line begins so many bytes before this line, but for its time (ms; `eventTime` is
 * the second that it is in), event id, request id and request parameters; without `parameters` those are the same, too.
 * A batch is written, read as durable and cut back as a whole, so no short line is without the full one.
 */
import type { EventRecord } from '../records/event-record.ts';
import { quoted } from '../records/event-text.ts';
import { isoTime } from '../records/times.ts';
import { EVENT_START } from './format.ts';

export const SHORT_START = '{"as":';

/** @param like one of the same kind, whose full line begins `distance` bytes before this one */
export function shortLine({ members }: EventRecord, { members: like }: EventRecord, distance: number): string {
  const { time, eventId, requestId, parametersJson } = members;
  const parameters = parametersJson === like.parametersJson ? '' : `,"parameters":${parametersJson}`;
  return `${SHORT_START}${distance},"time":${time},"id":"${eventId}","request":${quoted(requestId!)}${parameters}}\n`;
}

export interface ShortLine {
  /** Bytes back to the full line. */
  readonly distance: number;
  readonly time: number;
  readonly id: string;
  /** JSON. */
  readonly request: string;
  readonly parameters: string | undefined;
}

/** Texts in events are cut, and so is that of a request id. */
const SHORT = /^\{"as":([1-9]\d{0,15}),"time":(\d{1,16}),"id":"([^"\\]+)","request":("(?:[^"\\]|\\.){0,8192}")(?:,"parameters":(.+))?\}$/s;
/** ECMA-262, "Time Values and Time Range". */
const TIME_MAX = 8.64e15;

/** `undefined` for any other line. */
export function parseShortLine(line: string): ShortLine | undefined {
  const [, distance, time, id, request, parameters] = SHORT.exec(line) ?? [];
  if (distance === undefined || Number(time) > TIME_MAX) return undefined;
  return { distance: Number(distance), time: Number(time), id: id!, request: request!, parameters };
}

/** A full line, cut at what differs within its kind. */
export class LinePattern {
  readonly #texts: readonly string[];
  readonly #parameters: string;

  constructor(line: string, spans: readonly Span[]) {
    this.#texts = [...spans, undefined].map((span, i) => line.slice(spans[i - 1]?.end, span?.start));
    this.#parameters = line.slice(spans[PARAMETERS]!.start, spans[PARAMETERS]!.end);
  }

  /** The full line that the short one stands for, without its line feed. */
  fill({ time, id, request, parameters = this.#parameters }: ShortLine): string {
    const [a, b, c, d, e, f, g] = this.#texts;
    return `${a}${time}${b}"${id}"${c}"${isoTime(time)}"${d}${parameters}${e}${request}${f}"${id}"${g}`;
  }
}

/** `undefined`: it is no full line, or not of an event that others can be like. @param line without its line feed */
export function patternOf(line: string): LinePattern | undefined {
  const spans = spansIn(line);
  return spans && new LinePattern(line, spans);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** In the order in which they stand in an event. */
const DIFFERING = ['"eventTime":', '"requestParameters":', '"requestID":', '"eventID":'];
/** Among the places of what differs: those come after time and event id in `i`. */
const PARAMETERS = 3;
const EVENT_OPENING = '],"e":{';
/** More than any event has. */
const PARTS_MAX = 64;

/** Where what differs stands: time and event id of `i`, then the event's own members, which texts in it may be named like. */
function spansIn(line: string): Span[] | undefined {
  if (!line.startsWith(`${EVENT_START}[`)) return undefined;
  const index = partsOf(line, EVENT_START.length);
  const [, , time, id] = index;
  const end = index.at(-1)!.end;
  if (time === undefined || id === undefined || !line.startsWith(EVENT_OPENING, end)) return undefined;
  const members = partsOf(line, end + EVENT_OPENING.length - 1);
  const spans = DIFFERING.map((name) => valueOf(members.find(({ start }) => line.startsWith(name, start)), name));
  const all = [time, id, ...spans];
  return all.every((span, i) => span !== undefined && (i === 0 || span.start > all[i - 1]!.start)) ? (all as Span[]) : undefined;
}

const valueOf = (member: Span | undefined, name: string): Span | undefined => member && { start: member.start + name.length, end: member.end };

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
    return pattern && Buffer.from(pattern.fill(short));
  }

  #pattern(at: number): LinePattern | undefined {
    const known = this.#patterns.get(at);
    if (known !== undefined) return known;
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
