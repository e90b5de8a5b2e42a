/**
 * Where the statements of a policy stand in its text, as AWS's simulator counts: a statement begins where what is before
 * it ends, at the bracket of the list, the statement before it, or its own brace when it stands alone.
 */
import type { StatementSpan, TextPosition } from '../base/simulation.ts';

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gs;
const LINE_END = /\r\n|\n|\r/g;
/** Brackets that are open inside a statement: the policy's, the list's where there is one, and its own. */
const ALONE = 2;
const IN_LIST = 3;

/** @param text a policy that compiles */
export function statementPositions(text: string): readonly StatementSpan[] {
  const starts = lineStarts(text);
  return statementOffsets(text).map(([start, end]) => ({ start: position(starts, start), end: position(starts, end) }));
}

function statementOffsets(text: string): readonly (readonly [start: number, end: number])[] {
  const found: [number, number][] = [];
  let depth = 0;
  let member = '';
  let depthOfOne = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.startsWith('"')) {
      if (depth === 1) member = JSON.parse(token) as string;
    } else if (token === '{' || token === '[') {
      depth++;
      if (depth !== 2 || member !== 'Statement') continue;
      depthOfOne = token === '[' ? IN_LIST : ALONE;
      start = index + 1;
    } else {
      if (depth === depthOfOne && member === 'Statement' && token === '}') {
        found.push([start, index + 1]);
        start = index + 1;
      }
      depth--;
    }
  }
  return found;
}

/** Offsets at which lines begin. */
const lineStarts = (text: string): readonly number[] => [0, ...Array.from(text.matchAll(LINE_END), ({ 0: end, index }) => index + end.length)];

function position(starts: readonly number[], offset: number): TextPosition {
  let line = 0;
  // The last line that begins no later, found by halves: there can be very many.
  for (let beyond = starts.length; beyond - line > 1; ) {
    const middle = (line + beyond) >> 1;
    if ((starts[middle] as number) <= offset) line = middle;
    else beyond = middle;
  }
  return { Line: line + 1, Column: offset - (starts[line] as number) + 1 };
}
