/** Where the functions of a file begin and end, by counting braces in code without texts (blank-texts.ts). */

export interface FunctionBody {
  /** From 1. */
  readonly line: number;
  /** From the line that opens the body to the one that closes it. */
  readonly lines: number;
}

const BLOCK_KEYWORDS = /\b(?:if|for|while|switch|catch|with|await)\s*$/;

export function functionsIn(code: string): FunctionBody[] {
  const found: FunctionBody[] = [];
  const open: { at: number; isFunction: boolean }[] = [];
  for (let at = 0; at < code.length; at++) {
    if (code[at] === '{') open.push({ at, isFunction: opensFunction(code.slice(0, at).trimEnd()) });
    if (code[at] !== '}') continue;
    const opened = open.pop();
    if (!opened) throw new Error('unbalanced braces');
    if (opened.isFunction) found.push({ line: lineOf(code, opened.at), lines: lineOf(code, at) - lineOf(code, opened.at) + 1 });
  }
  if (open.length > 0) throw new Error('unbalanced braces');
  return found;
}

const lineOf = (code: string, at: number): number => code.slice(0, at).split('\n').length;

/** `… => {`, `… => ({`, `name(…) {`, `name(…): Type {`. @param before the code up to a brace */
function opensFunction(before: string): boolean {
  if (/=>\s*\(?$/.test(before)) return true;
  const annotated = /\)\s*:\s*[\w<>[\]|&., ]+$/.exec(before);
  const head = annotated ? before.slice(0, annotated.index + 1) : before;
  if (!head.endsWith(')')) return false;
  return !BLOCK_KEYWORDS.test(head.slice(0, openingParenthesis(head)));
}

/** Index of the one that the last character closes. */
function openingParenthesis(head: string): number {
  let depth = 0;
  for (let at = head.length - 1; at >= 0; at--) {
    if (head[at] === ')') depth++;
    if (head[at] === '(' && --depth === 0) return at;
  }
  return 0;
}
