/**
 * Patterns with `*` and `?`, matched in at most (length of pattern) × (length of text) steps: never as a regular
 * expression, which could be made to run for ever by whoever writes the policy.
 *
 * A pattern is a list of tokens: a UTF-16 code unit that must be there, or one of
 *
 *   ONE            any unit               ONE_IN_FIELD   any unit but `:`
 *   RUN            any units, or none     RUN_IN_FIELD   any units but `:`, or none
 *
 * The two at the right are for the first five fields of an ARN (resources.ts).
 */

export const ONE = -1;
export const RUN = -2;
export const ONE_IN_FIELD = -3;
export const RUN_IN_FIELD = -4;
const COLON = 0x3a;

export type Tokens = readonly number[];
export type Matcher = (text: string) => boolean;

/** Counts comparisons, for tests. */
export interface Meter {
  steps: number;
}

const TOKEN_OF: { readonly [character: string]: number | undefined } = { '*': RUN, '?': ONE };

/** `*` and `?` are wildcards. */
export const patternTokens = (text: string): number[] => Array.from(text.split(''), (unit) => TOKEN_OF[unit] ?? unit.charCodeAt(0));

/** `*` and `?` are themselves. */
export const literalTokens = (text: string): number[] => Array.from(text.split(''), (unit) => unit.charCodeAt(0));

/** A function that tells whether a text fits. Patterns of text and runs alone take the engine's own search. */
export function compileTokens(tokens: Tokens): Matcher {
  if (tokens.some((token) => token < 0 && token !== RUN)) return (text) => matchTokens(tokens, text);
  const [first, ...more] = piecesOf(tokens) as [string, ...string[]];
  const last = more.pop();
  if (last === undefined) return (text) => text === first;
  if (more.length === 0 && last === '') return first === '' ? () => true : (text) => text.startsWith(first);
  return (text) => text.endsWith(last) && text.startsWith(first) && holdsInOrder(more, text, first.length, text.length - last.length);
}

/** The text between runs: one piece more than there are runs. */
function piecesOf(tokens: Tokens): readonly string[] {
  const pieces: number[][] = [[]];
  for (const token of tokens) {
    if (token === RUN) pieces.push([]);
    else pieces.at(-1)?.push(token);
  }
  return pieces.map((units) => units.map((unit) => String.fromCharCode(unit)).join(''));
}

/** Whether the pieces stand one after the other between two places; the earliest place for each is a right one. */
function holdsInOrder(pieces: readonly string[], text: string, start: number, end: number): boolean {
  let at = start;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= end;
}

/** Whether the whole text fits the tokens. */
export function matchTokens(tokens: Tokens, text: string, meter?: Meter): boolean {
  return tokens.includes(RUN_IN_FIELD) ? matchFields(tokens, text, meter) : matchRuns(tokens, text, meter);
}

/**
 * All runs are alike, so the earliest place for what lies between two of them is always a right one: on a mismatch
 * only the last run grows, and what was settled before it stays settled.
 */
function matchRuns(tokens: Tokens, text: string, meter: Meter | undefined): boolean {
  let at = 0;
  let token = 0;
  let run = -1;
  let runEnd = 0;
  while (at < text.length) {
    if (meter) meter.steps++;
    if (tokens[token] === RUN) {
      run = token++;
      runEnd = at;
    } else if (token < tokens.length && fits(tokens[token] as number, text.charCodeAt(at))) {
      token++;
      at++;
    } else if (run >= 0) {
      token = run + 1;
      at = ++runEnd;
    } else {
      return false;
    }
  }
  while (tokens[token] === RUN) token++;
  return token === tokens.length;
}

/** Runs of two kinds: all ends that the tokens so far can have in the text, token by token. */
function matchFields(tokens: Tokens, text: string, meter: Meter | undefined): boolean {
  const ends = new Uint8Array(text.length + 1);
  ends[0] = 1;
  for (const token of tokens) {
    if (meter) meter.steps += ends.length;
    if (token === RUN || token === RUN_IN_FIELD) extend(ends, text, token);
    else advance(ends, text, token);
  }
  return ends[text.length] === 1;
}

function extend(ends: Uint8Array, text: string, token: number): void {
  let reached = 0;
  for (let at = 0; at < ends.length; at++) {
    reached |= ends[at] as number;
    ends[at] = reached;
    if (token === RUN_IN_FIELD && text.charCodeAt(at) === COLON) reached = 0;
  }
}

function advance(ends: Uint8Array, text: string, token: number): void {
  for (let at = text.length; at > 0; at--) {
    ends[at] = ends[at - 1] === 1 && fits(token, text.charCodeAt(at - 1)) ? 1 : 0;
  }
  ends[0] = 0;
}

const fits = (token: number, unit: number): boolean => token === unit || token === ONE || (token === ONE_IN_FIELD && unit !== COLON);
