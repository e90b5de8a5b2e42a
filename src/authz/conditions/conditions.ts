/**
 * `Condition`: `{operator: {key: value or values}}`. All operators and all their keys must hold; one of the values is
 * enough, or with a negated operator none may match.
 *
 *     operator = [ForAllValues: | ForAnyValue:] NAME [IfExists]
 *
 * A key that is absent makes a condition false, but true with a negated operator, with `IfExists`, and with
 * `ForAllValues` (IAM User Guide, "Condition operators", "Set operators for multivalued context keys").
 */
import { WITHOUT_VENDOR } from '../actions.ts';
import type { ContextValue } from '../contract.ts';
import { objectOf, refuse, scalarsOf, type Scope } from '../nodes.ts';
import type { Question } from '../question.ts';
import type { Json } from '../strict-json.ts';
import { ARN_OPERATORS } from './arns.ts';
import { BINARY_OPERATORS } from './binary.ts';
import { BOOLEAN_OPERATORS } from './booleans.ts';
import { DATE_OPERATORS } from './dates.ts';
import type { Operator, ValueTest } from './family.ts';
import { IP_ADDRESS_OPERATORS } from './ip-addresses.ts';
import { compileNull } from './null.ts';
import { NUMBER_OPERATORS } from './numbers.ts';
import { refuseOverlyPermissive } from './overly-permissive.ts';
import { STRING_OPERATORS } from './strings.ts';

export type Condition = (question: Question) => boolean;

export type Quantifier = 'ForAllValues' | 'ForAnyValue' | undefined;

interface Reading {
  readonly quantifier: Quantifier;
  readonly name: string;
  readonly ifExists: boolean;
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...STRING_OPERATORS,
  ...NUMBER_OPERATORS,
  ...DATE_OPERATORS,
  ...BOOLEAN_OPERATORS,
  ...BINARY_OPERATORS,
  ...IP_ADDRESS_OPERATORS,
  ...ARN_OPERATORS,
]);

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/** All that a statement demands. @throws PolicyError for an operator that is none, or a value that does not suit it */
export function compileConditions(node: Json | undefined, scope: Scope): readonly Condition[] {
  if (node === undefined) return [];
  return [...objectOf(node, 'Condition')].flatMap(([operator, keys]) => {
    const reading = readOperator(operator);
    const members = [...objectOf(keys, `Condition ${operator}`)];
    if (members.length === 0) refuse(`Condition ${operator} must not be empty`);
    return members.map(([key, values]) => compileCondition(reading, key, scalarsOf(values, `Condition ${operator} ${key}`), scope));
  });
}

function readOperator(text: string): Reading {
  const [, quantifier, name, ifExists] = OPERATOR.exec(text) ?? [];
  if (name === 'Null' && text !== 'Null') refuse(`The condition operator Null takes no quantifier and no IfExists: ${text}`);
  return { quantifier: quantifier as Quantifier, name: name ?? text, ifExists: ifExists !== undefined };
}

function compileCondition({ quantifier, name, ifExists }: Reading, key: string, values: readonly string[], scope: Scope): Condition {
  if (!key.includes(':')) refuse(WITHOUT_VENDOR);
  const lower = key.toLowerCase();
  refuseOverlyPermissive(quantifier, lower, scope.kind);
  if (name === 'Null') {
    const holds = compileNull(values);
    return (question) => holds(question.value(lower, key) !== undefined);
  }
  const operator = OPERATORS.get(name) ?? refuse(`There is no condition operator ${name}`);
  const test = operator.compile(values, scope);
  const whenAbsent = ifExists || quantifier === 'ForAllValues' || (quantifier === undefined && operator.negated);
  return (question) => {
    const value = question.value(lower, key);
    return value === undefined ? whenAbsent : holdsFor(value, test, operator.negated, quantifier, question);
  };
}

/** Without a quantifier several values of the request are as one: a match by any is a match. */
function holdsFor(value: ContextValue, test: ValueTest, negated: boolean, quantifier: Quantifier, question: Question): boolean {
  if (typeof value === 'string') return (value === '' && quantifier === 'ForAllValues') || test(value, question) !== negated;
  if (quantifier === 'ForAllValues') return value.every((item) => (value.length === 1 && item === '') || test(item, question) !== negated);
  if (quantifier === 'ForAnyValue') return value.some((item) => test(item, question) !== negated);
  return value.some((item) => test(item, question)) !== negated;
}
