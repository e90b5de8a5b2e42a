/**
 * Regular expressions as `AllowedPattern` has them, read into a tree. Parts that no automaton can decide in time that
 * grows with the value alone (back references, look-around, possessive quantifiers) are refused, as are inline flags.
 *
 *     expression = sequence { "|" sequence }          atom   = character | . | ^ | $ | \b | class | ( expression )
 *     sequence   = { atom [ quantifier [ "?" ] ] }     class  = \d \w \s \p{…} or [ … ]
 */

/** Whether a character is in a class, by its code point. */
export type CharTest = (code: number) => boolean;

export type Assertion = 'start' | 'end' | 'boundary' | 'inside';

export type Tree =
  | { readonly kind: 'char'; readonly test: CharTest }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Tree[] }
  | { readonly kind: 'choice'; readonly options: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly body: Tree; readonly least: number; readonly most: number };

/** The text tells what is not taken. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

const DEPTH_MAX = 100;
const REPEAT_MAX = 10_000;
const END = '';

const inRange = (from: number, to: number): CharTest => (code) => code >= from && code <= to;
const isDigit = inRange(48, 57);
const isWord: CharTest = (code) => isDigit(code) || inRange(65, 90)(code) || inRange(97, 122)(code) || code === 95;
const isSpace: CharTest = (code) => code === 32 || inRange(9, 13)(code);
const not = (test: CharTest): CharTest => (code) => !test(code);
/** The dot takes no line ends. */
const isOther: CharTest = (code) => ![10, 13, 0x85, 0x2028, 0x2029].includes(code);

const CLASSES: ReadonlyMap<string, CharTest> = new Map([
  ['d', isDigit], ['D', not(isDigit)], ['w', isWord], ['W', not(isWord)], ['s', isSpace], ['S', not(isSpace)],
]);
const CONTROLS: ReadonlyMap<string, number> = new Map([['t', 9], ['n', 10], ['r', 13], ['f', 12], ['a', 7], ['e', 27]]);
/** POSIX names; all others are Unicode's. */
const PROPERTIES: ReadonlyMap<string, CharTest> = new Map([
  ['Lower', inRange(97, 122)],
  ['Upper', inRange(65, 90)],
  ['Alpha', (code) => isWord(code) && !isDigit(code) && code !== 95],
  ['Digit', isDigit],
  ['Alnum', (code) => isWord(code) && code !== 95],
  ['Punct', (code) => inRange(33, 126)(code) && !(isWord(code) && code !== 95)],
  ['Graph', inRange(33, 126)],
  ['Print', inRange(32, 126)],
  ['Space', isSpace],
  ['XDigit', (code) => isDigit(code) || inRange(65, 70)(code) || inRange(97, 102)(code)],
  ['ASCII', inRange(0, 127)],
]);

/** @throws PatternError */
export function parsePattern(pattern: string): Tree {
  return new Parser(pattern).whole();
}

class Parser {
  readonly #text: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#text = [...pattern];
  }

  whole(): Tree {
    const tree = this.#expression();
    if (this.#at < this.#text.length) throw new PatternError('A closing parenthesis has no opening one.');
    return tree;
  }

  #peek(ahead = 0): string {
    return this.#text[this.#at + ahead] ?? END;
  }

  #next(): string {
    const char = this.#peek();
    if (char === END) throw new PatternError('The expression ends early.');
    this.#at++;
    return char;
  }

  #skip(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at++;
    return true;
  }

  #expression(): Tree {
    if (++this.#depth > DEPTH_MAX) throw new PatternError('Its groups are nested too deeply.');
    const options = [this.#sequence()];
    while (this.#skip('|')) options.push(this.#sequence());
    this.#depth--;
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  #sequence(): Tree {
    const parts: Tree[] = [];
    while (this.#peek() !== END && this.#peek() !== '|' && this.#peek() !== ')') parts.push(this.#quantified());
    return { kind: 'sequence', parts };
  }

  #quantified(): Tree {
    let tree = this.#atom();
    for (let bounds = this.#quantifier(); bounds; bounds = this.#quantifier()) {
      if (this.#skip('+')) throw new PatternError('Possessive quantifiers are not supported.');
      // Lazy or not, the same values match as a whole.
      this.#skip('?');
      tree = { kind: 'repeat', body: tree, ...bounds };
    }
    return tree;
  }

  #quantifier(): { least: number; most: number } | undefined {
    if (this.#skip('*')) return { least: 0, most: Infinity };
    if (this.#skip('+')) return { least: 1, most: Infinity };
    if (this.#skip('?')) return { least: 0, most: 1 };
    if (this.#peek() !== '{') return undefined;
    const [found, least, comma, most] = /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(this.#text.slice(this.#at, this.#at + 20).join('')) ?? [];
    if (found === undefined) throw new PatternError('A quantifier is not {n}, {n,} or {n,m}.');
    this.#at += found.length;
    const bounds = { least: Number(least), most: most ? Number(most) : comma ? Infinity : Number(least) };
    const finite = bounds.most === Infinity ? bounds.least : bounds.most;
    if (bounds.most < bounds.least || finite > REPEAT_MAX) throw new PatternError('The bounds of a quantifier are out of range.');
    return bounds;
  }

  #atom(): Tree {
    const char = this.#next();
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'char', test: this.#set() };
      case '.':
        return { kind: 'char', test: isOther };
      case '^':
        return { kind: 'assert', what: 'start' };
      case '$':
        return { kind: 'assert', what: 'end' };
      case '\\':
        return this.#escaped();
      case '*':
      case '+':
      case '?':
      case '{':
        throw new PatternError('A quantifier has nothing to repeat.');
      default:
        return literal(char);
    }
  }

  #group(): Tree {
    if (this.#skip('?') && !this.#skip(':')) throw new PatternError('Only (…) and (?:…) groups are supported.');
    const inner = this.#expression();
    if (!this.#skip(')')) throw new PatternError('A group is not closed.');
    return inner;
  }

  #escaped(): Tree {
    const char = this.#peek();
    if (char === 'b') return this.#assertion('boundary');
    if (char === 'B') return this.#assertion('inside');
    if (char === 'A') return this.#assertion('start');
    if (char === 'z' || char === 'Z') return this.#assertion('end');
    if (/[1-9kGQR]/.test(char)) throw new PatternError(`\\${char} is not supported.`);
    return { kind: 'char', test: testOf(this.#escape()) };
  }

  #assertion(what: Assertion): Tree {
    this.#at++;
    return { kind: 'assert', what };
  }

  /** What follows a backslash: one character, or a class. */
  #escape(): number | CharTest {
    const char = this.#next();
    const known = CLASSES.get(char) ?? CONTROLS.get(char);
    if (known !== undefined) return known;
    if (char === 'p' || char === 'P') return this.#property(char === 'P');
    if (char === 'x') return this.#hex(2);
    if (char === 'u') return this.#hex(4);
    if (/[a-zA-Z0-9]/.test(char)) throw new PatternError(`\\${char} is not supported.`);
    return char.codePointAt(0)!;
  }

  #hex(digits: number): number {
    const text = Array.from({ length: digits }, () => this.#next()).join('');
    if (!/^[0-9a-f]+$/i.test(text)) throw new PatternError('A character code is not hexadecimal.');
    return Number.parseInt(text, 16);
  }

  #property(negated: boolean): CharTest {
    if (!this.#skip('{')) throw new PatternError('\\p is written \\p{…}.');
    let name = '';
    for (let char = this.#next(); char !== '}'; char = this.#next()) name += char;
    const test = PROPERTIES.get(name) ?? unicodeProperty(name.replace(/^Is/, ''));
    return negated ? not(test) : test;
  }

  #set(): CharTest {
    const negated = this.#skip('^');
    const tests: CharTest[] = [];
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.#peek() === '[' || (this.#peek() === '&' && this.#peek(1) === '&')) {
        throw new PatternError('Classes within classes are not supported.');
      }
      tests.push(this.#setPart());
    }
    this.#at++;
    const oneOf: CharTest = (code) => tests.some((test) => test(code));
    return negated ? not(oneOf) : oneOf;
  }

  #setPart(): CharTest {
    const from = this.#setChar();
    if (typeof from !== 'number' || this.#peek() !== '-' || this.#peek(1) === ']' || this.#peek(1) === END) return testOf(from);
    this.#at++;
    const to = this.#setChar();
    if (typeof to !== 'number' || to < from) throw new PatternError('A range of characters is out of order.');
    return inRange(from, to);
  }

  #setChar(): number | CharTest {
    const char = this.#next();
    return char === '\\' ? this.#escape() : char.codePointAt(0)!;
  }
}

const testOf = (part: number | CharTest): CharTest => (typeof part === 'number' ? (code) => code === part : part);
const literal = (char: string): Tree => ({ kind: 'char', test: testOf(char.codePointAt(0)!) });

function unicodeProperty(name: string): CharTest {
  if (!/^\w{1,40}$/.test(name)) throw new PatternError('\\p{…} names no property.');
  try {
    const property = new RegExp(`^\\p{${name}}$`, 'u');
    return (code) => property.test(String.fromCodePoint(code));
  } catch {
    throw new PatternError(`\\p{${name}} is not known.`);
  }
}
