/**
 * Policy variables (Version 2012-10-17): `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the characters
 * themselves. What a variable brings in is text: a `*` in a tag's value is no wildcard.
 */
import { refuse } from './nodes.ts';
import type { Question } from './question.ts';
import { compileTokens, literalTokens, matchTokens, patternTokens } from './wildcard.ts';

export type Part =
  /** Text in which `*` and `?` may be wildcards, where the place has any. */
  | { readonly kind: 'pattern'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: string }
  /** `key` in lower case, `name` as written. */
  | { readonly kind: 'variable'; readonly key: string; readonly name: string; readonly fallback: string | undefined };

export type Template = readonly Part[];

const CHARACTERS = ['*', '?', '$'];
const VARIABLE = /^([^${}*?',]*[^${}*?', ])(?:, '([^'${}]*)')?$/;

/** @param variables whether `${…}` is a variable at all. @throws PolicyError for one that is not written rightly */
export function parseTemplate(text: string, variables: boolean): Template {
  const parts: Part[] = [];
  let at = 0;
  for (let open = variables ? text.indexOf('${') : -1; open >= 0; open = text.indexOf('${', at)) {
    const close = text.indexOf('}', open);
    if (close < 0) refuse(`A policy variable does not end: ${text.slice(open)}`);
    if (open > at) parts.push({ kind: 'pattern', text: text.slice(at, open) });
    parts.push(parseVariable(text.slice(open + 2, close)));
    at = close + 1;
  }
  if (at < text.length) parts.push({ kind: 'pattern', text: text.slice(at) });
  return parts;
}

function parseVariable(body: string): Part {
  if (CHARACTERS.includes(body)) return { kind: 'literal', text: body };
  const [, name, fallback] = VARIABLE.exec(body) ?? refuse(`This is no policy variable: \${${body}}`);
  return { kind: 'variable', key: (name as string).toLowerCase(), name: name as string, fallback };
}

/** The text of a template without variables; `undefined` when it has some. */
export function fixedText(template: Template): string | undefined {
  const texts = template.map((part) => (part.kind === 'variable' ? undefined : part.text));
  return texts.includes(undefined) ? undefined : texts.join('');
}

/** `undefined` when a variable has no value. A multivalued key has none to put in. */
function valueOf(part: Part, question: Question): string | undefined {
  if (part.kind !== 'variable') return part.text;
  const value = question.value(part.key, part.name);
  return typeof value === 'string' ? value : part.fallback;
}

export function expandText(template: Template, question: Question): string | undefined {
  let text = '';
  for (const part of template) {
    const value = valueOf(part, question);
    if (value === undefined) return undefined;
    text += value;
  }
  return text;
}

/** The tokens of a pattern (wildcard.ts). `undefined` when a variable has no value. */
export function expandTokens(template: Template, question: Question): number[] | undefined {
  const tokens: number[] = [];
  for (const part of template) {
    const value = valueOf(part, question);
    if (value === undefined) return undefined;
    for (const token of part.kind === 'pattern' ? patternTokens(value) : literalTokens(value)) tokens.push(token);
  }
  return tokens;
}

/** A pattern for any text, compiled once if it has no variables. */
export function compilePattern(template: Template): (text: string, question: Question) => boolean {
  if (fixedText(template) !== undefined) return compileTokens(fixedTokens(template));
  return (text, question) => {
    const tokens = expandTokens(template, question);
    return tokens !== undefined && matchTokens(tokens, text);
  };
}

/** The tokens of a template without variables. */
export const fixedTokens = (template: Template): number[] =>
  template.flatMap((part) => (part.kind === 'pattern' ? patternTokens(part.text) : part.kind === 'literal' ? literalTokens(part.text) : []));
