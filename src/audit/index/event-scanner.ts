/**
 * Goes through what an event is found by as it stands in its line (audit/journal/format.ts), one byte after the other,
 * without making a text of it:
 *
 *     {"i":["account","region",time,"event id","event name","event source",0|1,"user name"|null,"access key id"|null,
 *           [["resource type","resource name"],…]],"e":…
 *
 * and of a short line (short-lines.ts), through the beginning, where that is its own:
 *
 *     {"as":distance,"time":time,"id":"event id","found":[["resource type","resource name"],…],…
 */
import { FIRST, GAP, mixed, seedOf, spread, type TermKey } from './terms.ts';

const LEAD_BYTES = '{"i":['.length;
const SHORT_LEAD_BYTES = '{"as":'.length;
const TIME_LEAD_BYTES = ',"time":'.length;
const ID_LEAD_BYTES = ',"id":'.length;
const FOUND_LEAD_BYTES = ',"found":'.length;
const LETTER_F = 0x66;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LETTER_N = 0x6e;
const OPENING = 0x5b;
const DIGIT_0 = 0x30;
const DIGIT_1 = 0x31;
const NULL_BYTES = 'null'.length;
const QUOTED_ID_BYTES = 38;
/** Of a version 7 UUID: `018f4d2e-7b3c-…`, 48 bits of time. */
const ID_TIME_DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13];

export class EventScanner {
  /** Milliseconds since 1970; that in the event's id as well. */
  time = 0;
  idTime = 0;
  #bytes: Uint8Array = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  readonly #emit: (term: number) => void;

  /** @param emit gets each term; one may come twice */
  constructor(emit: (term: number) => void) {
    this.#emit = emit;
  }

  /** The full line from `start` to `end`. Of a line that is no event, terms and times mean nothing. */
  scan(bytes: Uint8Array, start: number, end: number): void {
    const scope = this.scanCaller(bytes, start, end);
    this.scanFound(scope);
  }

  /** Of a full line all but the resources. @returns the scope of its terms */
  scanCaller(bytes: Uint8Array, start: number, end: number): number {
    this.#begin(bytes, start + LEAD_BYTES, end);
    const account = this.#text(FIRST);
    this.#at++;
    const scope = this.#text(mixed(account, GAP));
    this.#at++;
    this.time = this.#number();
    this.#at++;
    this.idTime = this.#timeInId();
    this.#at += QUOTED_ID_BYTES;
    this.#emit(spread(seedOf(scope, 'All')));
    this.#value(scope, 'EventName');
    this.#value(scope, 'EventSource');
    this.#readOnly(scope);
    this.#value(scope, 'Username');
    this.#value(scope, 'AccessKeyId');
    this.#at++;
    return scope;
  }

  /** A short line's times. @returns its distance from the full line */
  scanShort(bytes: Uint8Array, start: number, end: number): number {
    this.#begin(bytes, start + SHORT_LEAD_BYTES, end);
    const distance = this.#number();
    this.#at += TIME_LEAD_BYTES;
    this.time = this.#number();
    this.#at += ID_LEAD_BYTES;
    this.idTime = this.#timeInId();
    this.#at += QUOTED_ID_BYTES;
    return distance;
  }

  /** Goes on to the resources that a short line has of its own. @returns whether it has */
  skipToFound(): boolean {
    const has = this.#bytes[this.#at + 2] === LETTER_F;
    if (has) this.#at += FOUND_LEAD_BYTES;
    return has;
  }

  #begin(bytes: Uint8Array, at: number, end: number): void {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  /** A comma, then a text or null. */
  #value(scope: number, key: TermKey): void {
    this.#at++;
    if (this.#bytes[this.#at] === LETTER_N) this.#at += NULL_BYTES;
    else this.#emit(spread(this.#text(seedOf(scope, key))));
  }

  #readOnly(scope: number): void {
    let hash = seedOf(scope, 'ReadOnly');
    const text = this.#bytes[this.#at + 1] === DIGIT_1 ? TRUE : FALSE;
    for (let i = 0; i < text.length; i++) hash = mixed(hash, text[i]!);
    this.#emit(spread(hash));
    this.#at += 2;
  }

  /** The resources, which are next: `[[type,name],[type,name]]` */
  scanFound(scope: number): void {
    this.#at++;
    while (this.#bytes[this.#at] === OPENING) {
      this.#value(scope, 'ResourceType');
      this.#value(scope, 'ResourceName');
      this.#at += 1;
      if (this.#bytes[this.#at] === COMMA) this.#at++;
    }
  }

  /** From a quotation mark to behind the next that is not escaped. @returns the hash of what is between */
  #text(seed: number): number {
    const [bytes, end] = [this.#bytes, this.#end];
    let hash = seed;
    let at = this.#at + 1;
    for (; at < end; at++) {
      let byte = bytes[at]!;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        hash = mixed(hash, byte);
        byte = bytes[++at]!;
      }
      hash = mixed(hash, byte);
    }
    this.#at = at + 1;
    return hash;
  }

  #number(): number {
    const [bytes, end] = [this.#bytes, this.#end];
    let value = 0;
    let at = this.#at;
    for (; at < end && bytes[at] !== COMMA; at++) value = 10 * value + bytes[at]! - DIGIT_0;
    this.#at = at;
    return value;
  }

  #timeInId(): number {
    let value = 0;
    for (let i = 0; i < ID_TIME_DIGITS.length; i++) {
      const byte = this.#bytes[this.#at + ID_TIME_DIGITS[i]!]!;
      value = 16 * value + (byte & 0x0f) + (byte >= 0x40 ? 9 : 0);
    }
    return value;
  }
}

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

/** `undefined` for what is no event id. */
export function timeOfId(eventId: string): number | undefined {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(eventId) ?? [];
  return high === undefined ? undefined : Number.parseInt(`${high}${low}`, 16);
}

