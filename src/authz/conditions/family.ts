/** What an operator family is: it compiles the values in a policy into a test of one value of the request. */
import { PolicyError } from '../contract.ts';
import type { Scope } from '../nodes.ts';
import type { Question } from '../question.ts';

/** Whether the value of the request matches any of the policy's. What cannot be read for the operator does not match. */
export type ValueTest = (value: string, question: Question) => boolean;

/** @throws PolicyError when a value in the policy cannot be what the operator compares */
export type CompileValues = (values: readonly string[], scope: Scope) => ValueTest;

export interface Operator {
  readonly compile: CompileValues;
  /** `…Not…`: the condition holds when none of the policy's values matches. */
  readonly negated: boolean;
}

/** An operator and its negation by their names. */
export const pair = (name: string, negation: string, compile: CompileValues): readonly (readonly [string, Operator])[] => [
  [name, { compile, negated: false }],
  [negation, { compile, negated: true }],
];

export function badValue(operator: string, value: string): PolicyError {
  return new PolicyError('syntax', `The value ${JSON.stringify(value)} does not suit the condition operator ${operator}`);
}

/** Reads each value, or refuses it. */
export function readAll<Value>(values: readonly string[], operator: string, read: (value: string) => Value | undefined): readonly Value[] {
  return values.map((value) => {
    const known = read(value);
    if (known === undefined) throw badValue(operator, value);
    return known;
  });
}
