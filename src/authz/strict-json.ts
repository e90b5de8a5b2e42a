/**
 * JSON (RFC 8259) as policies need it: a name may stand once in an object, and a number keeps the digits it was
 * written with. `JSON.parse` takes the last of two equal names, so two readers could see two policies in one text.
 */
import { PolicyError } from './contract.ts';

/** A number as it was written. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JsonObject = ReadonlyMap<string, Json>;
export type Json = string | boolean | null | JsonNumber | readonly Json[] | JsonObject;

/** A condition value, the deepest thing in a policy, lies five deep. */
const DEPTH_MAX = 16;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** @throws PolicyError `This policy contains invalid Json: … (line 3, column 14)` */
export const parseStrictJson = (text: string): Json => new Parser(text).document();

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Json {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) this.#fail('something follows the document');
    return value;
  }

  #value(depth: number): Json {
    if (depth > DEPTH_MAX) this.#fail('it is nested too deeply');
    this.#space();
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    if (next === '"') return this.#string();
    return this.#wordOrNumber();
  }

  #object(depth: number): JsonObject {
    const members = new Map<string, Json>();
    this.#at++;
    if (this.#taken('}')) return members;
    do {
      this.#space();
      const start = this.#at;
      const name = this.#string();
      if (members.has(name)) this.#fail(`"${name}" stands twice in one object`, start);
      if (!this.#taken(':')) this.#fail('a colon is missing');
      members.set(name, this.#value(depth + 1));
    } while (this.#taken(','));
    if (!this.#taken('}')) this.#fail('an object does not end');
    return members;
  }

  #array(depth: number): readonly Json[] {
    const items: Json[] = [];
    this.#at++;
    if (this.#taken(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#taken(','));
    if (!this.#taken(']')) this.#fail('an array does not end');
    return items;
  }

  /** The end is found here; what is between the quotes is checked by `JSON.parse`. */
  #string(): string {
    const start = this.#at;
    if (this.#text[start] !== '"') this.#fail('a string is missing');
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    this.#at = end + 1;
    try {
      return JSON.parse(this.#text.slice(start, end + 1)) as string;
    } catch {
      return this.#fail('a string is not written rightly', start);
    }
  }

  #wordOrNumber(): boolean | null | JsonNumber {
    const word = WORDS.find(([name]) => this.#text.startsWith(name, this.#at));
    if (!word) return this.#number();
    this.#at += word[0].length;
    return word[1];
  }

  #number(): JsonNumber {
    NUMBER.lastIndex = this.#at;
    const [text] = NUMBER.exec(this.#text) ?? this.#fail('a value is missing');
    this.#at += text.length;
    return new JsonNumber(text);
  }

  /** Whether `character` comes next, after white space; it is passed over. */
  #taken(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #fail(what: string, at = this.#at): never {
    const before = this.#text.slice(0, at).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    throw new PolicyError('syntax', `This policy contains invalid Json: ${what} (${place})`);
  }
}
