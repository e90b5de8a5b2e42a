/** The six comparisons that numbers and dates share. */
import { type CompileValues, type Operator, readAll } from './family.ts';

type Comparison = (left: number, right: number) => boolean;

const COMPARISONS: readonly (readonly [name: string, compare: Comparison])[] = [
  ['Equals', (left, right) => left === right],
  ['LessThan', (left, right) => left < right],
  ['LessThanEquals', (left, right) => left <= right],
  ['GreaterThan', (left, right) => left > right],
  ['GreaterThanEquals', (left, right) => left >= right],
];

/** @param read the place of a value on the number line, `undefined` for text that has none */
export function orderedOperators(family: string, read: (text: string) => number | undefined): readonly (readonly [string, Operator])[] {
  const compileWith = (name: string, compare: Comparison): CompileValues => (values) => {
    const bounds = readAll(values, name, read);
    return (value) => {
      const place = read(value);
      return place !== undefined && bounds.some((bound) => compare(place, bound));
    };
  };
  const positive = COMPARISONS.map(([suffix, compare]) => [family + suffix, { compile: compileWith(family + suffix, compare), negated: false }] as const);
  const equals = positive[0]?.[1] as Operator;
  return [...positive, [`${family}NotEquals`, { compile: equals.compile, negated: true }]];
}
