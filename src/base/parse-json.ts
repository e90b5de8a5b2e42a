/**
 * `JSON.parse`, around a fault of V8 14.6 (Node 26.10): once an object with the member `\` has been read, a member whose
 * name is written with an escape (`"\u00e9"`) can be read as `\`, in whatever text comes later. An encryption context
 * of one request could so change that of another. A string by itself is read rightly, and so is a text without escapes:
 *
 *     no backslash in it     JSON.parse
 *     else                   the reader below: RFC 8259, with JSON.parse for each string
 */

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
/** Far deeper than anything that is asked for, and not so deep that the stack ends. */
const DEPTH_MAX = 500;

/** @throws SyntaxError for a text that is no JSON, or nested more than 500 deep */
export const parseJson = (text: string): unknown =>
  text.includes('\\') ? new Reader(text).document() : (JSON.parse(text) as unknown);

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) this.#fail();
    return value;
  }

  #value(depth: number): unknown {
    if (depth > DEPTH_MAX) this.#fail();
    this.#space();
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    return next === '"' ? this.#string() : this.#wordOrNumber();
  }

  /** Of equal names the last counts, as with `JSON.parse`. */
  #object(depth: number): object {
    const members = new Map<string, unknown>();
    this.#at++;
    if (!this.#taken('}')) {
      do {
        this.#space();
        const name = this.#string();
        if (!this.#taken(':')) this.#fail();
        members.set(name, this.#value(depth + 1));
      } while (this.#taken(','));
      if (!this.#taken('}')) this.#fail();
    }
    return Object.fromEntries(members);
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.#at++;
    if (this.#taken(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#taken(','));
    if (!this.#taken(']')) this.#fail();
    return items;
  }

  #string(): string {
    const start = this.#at;
    if (this.#text[start] !== '"') this.#fail();
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    this.#at = end + 1;
    return JSON.parse(this.#text.slice(start, end + 1)) as string;
  }

  #wordOrNumber(): unknown {
    const word = WORDS.find(([name]) => this.#text.startsWith(name, this.#at));
    if (word) {
      this.#at += word[0].length;
      return word[1];
    }
    NUMBER.lastIndex = this.#at;
    const [number] = NUMBER.exec(this.#text) ?? this.#fail();
    this.#at += number.length;
    return Number(number);
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

  #fail(): never {
    throw new SyntaxError('the text is no JSON');
  }
}
