/**
 * Blanks out what is not code in TypeScript: comments, strings, template texts (their `${…}` stay), regular
 * expressions. Length and line breaks stay. A heuristic, for source that the compiler has accepted.
 */

/** After these a slash begins a regular expression; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|await|yield))\s*$/;
const BEFORE_MAX = 24;

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');

export function blankTexts(source: string): string {
  return new Blanker(source).run();
}

class Blanker {
  readonly #source: string;
  #at = 0;
  #code = '';

  constructor(source: string) {
    this.#source = source;
  }

  run(): string {
    this.#codeUntil('');
    return this.#code;
  }

  /** @param closing `}` inside a template, where braces are counted; empty: to the end */
  #codeUntil(closing: '}' | ''): void {
    for (let depth = 0; this.#at < this.#source.length; ) {
      const sign = this.#source[this.#at]!;
      if (sign === closing && depth === 0) return;
      if (sign === '{') depth++;
      if (sign === '}') depth--;
      if (!this.#text(sign)) this.#keep();
    }
  }

  /** Blanks a comment, string, template or regular expression that begins here; `false` when none does. */
  #text(sign: string): boolean {
    const rest = this.#source.slice(this.#at, this.#at + 2);
    if (rest === '//') return this.#blankTo(this.#indexOf('\n'));
    if (rest === '/*') return this.#blankTo(this.#indexOf('*/', 2) + 2);
    if (sign === "'" || sign === '"') return this.#blankTo(this.#endOfString(sign));
    if (sign === '`') return this.#template();
    if (sign === '/' && BEFORE_REGEX.test(this.#code.slice(-BEFORE_MAX))) return this.#blankTo(this.#endOfRegex());
    return false;
  }

  #template(): boolean {
    this.#blankTo(this.#at + 1);
    while (this.#at < this.#source.length && this.#source[this.#at] !== '`') {
      if (this.#source.startsWith('${', this.#at)) {
        this.#blankTo(this.#at + 2);
        this.#codeUntil('}');
        this.#blankTo(this.#at + 1);
      } else this.#blankTo(this.#at + (this.#source[this.#at] === '\\' ? 2 : 1));
    }
    return this.#blankTo(this.#at + 1);
  }

  #endOfString(quote: string): number {
    let at = this.#at + 1;
    while (at < this.#source.length && this.#source[at] !== quote) at += this.#source[at] === '\\' ? 2 : 1;
    return at + 1;
  }

  /** A slash inside `[…]` is one of the characters. */
  #endOfRegex(): number {
    let at = this.#at + 1;
    for (let inClass = false; inClass || this.#source[at] !== '/'; at++) {
      const sign = this.#source[at];
      if (sign === undefined || sign === '\n') return this.#at + 1;
      if (sign === '\\') at++;
      else if (sign === '[') inClass = true;
      else if (sign === ']') inClass = false;
    }
    return at + 1;
  }

  #indexOf(end: string, after = 0): number {
    const found = this.#source.indexOf(end, this.#at + after);
    return found < 0 ? this.#source.length : found;
  }

  #keep(): void {
    this.#code += this.#source[this.#at++];
  }

  #blankTo(end: number): true {
    this.#code += blank(this.#source.slice(this.#at, end));
    this.#at = end;
    return true;
  }
}
