/** `StringEquals`, `StringEqualsIgnoreCase`, `StringLike` and their negations. Variables are replaced first. */
import { compilePattern, expandText, fixedText, parseTemplate, type Template } from '../variables.ts';
import { type CompileValues, pair, type ValueTest } from './family.ts';

const asIs = (text: string): string => text;
const lowered = (text: string): string => text.toLowerCase();

const equals = (fold: (text: string) => string): CompileValues => (values, scope) => {
  const fixed = new Set<string>();
  const open: Template[] = [];
  for (const value of values) {
    const template = parseTemplate(value, scope.variables);
    const text = fixedText(template);
    if (text === undefined) open.push(template);
    else fixed.add(fold(text));
  }
  if (open.length === 0) return (value) => fixed.has(fold(value));
  return (value, question) => {
    const folded = fold(value);
    return fixed.has(folded) || open.some((template) => foldOf(expandText(template, question), fold) === folded);
  };
};

const foldOf = (text: string | undefined, fold: (text: string) => string): string | undefined => (text === undefined ? undefined : fold(text));

const like: CompileValues = (values, scope): ValueTest => {
  const patterns = values.map((value) => compilePattern(parseTemplate(value, scope.variables)));
  return (value, question) => patterns.some((pattern) => pattern(value, question));
};

export const STRING_OPERATORS = [
  ...pair('StringEquals', 'StringNotEquals', equals(asIs)),
  ...pair('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', equals(lowered)),
  ...pair('StringLike', 'StringNotLike', like),
];
