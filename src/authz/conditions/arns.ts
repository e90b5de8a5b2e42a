/**
 * `ArnEquals`, `ArnLike` and their negations, which do the same: each of the six fields of an ARN is compared for
 * itself, so a wildcard stays in its field; colons after the fifth belong to the last field. Variables are replaced first.
 */
import { recall } from '../../base/recall.ts';
import { fixedText, fixedTokens, expandTokens, parseTemplate } from '../variables.ts';
import { compileTokens, type Matcher, matchTokens, type Tokens } from '../wildcard.ts';
import { badValue, type CompileValues, pair, type ValueTest } from './family.ts';

const FIELDS = 6;
const COLON = 0x3a;

type FieldsTest = (fields: readonly string[], question: Parameters<ValueTest>[1]) => boolean;

/** The six fields of an ARN; `undefined` for text that is none. */
const splitArn = recall((text): readonly string[] | undefined => {
  const parts = text.split(':');
  if (parts.length < FIELDS || parts[0] !== 'arn') return undefined;
  return [...parts.slice(0, FIELDS - 1), parts.slice(FIELDS - 1).join(':')];
});

function splitTokens(tokens: Tokens): readonly Tokens[] | undefined {
  const fields: number[][] = [[]];
  for (const token of tokens) {
    if (token === COLON && fields.length < FIELDS) fields.push([]);
    else fields.at(-1)?.push(token);
  }
  return fields.length === FIELDS ? fields : undefined;
}

function compilePattern(value: string, variables: boolean): FieldsTest {
  const template = parseTemplate(value, variables);
  if (fixedText(template) !== undefined) {
    const matchers = splitTokens(fixedTokens(template))?.map(compileTokens);
    if (!matchers) throw badValue('ArnLike', value);
    return (fields) => fields.every((field, at) => (matchers[at] as Matcher)(field));
  }
  return (fields, question) => {
    const tokens = expandTokens(template, question);
    const patterns = tokens && splitTokens(tokens);
    return patterns !== undefined && fields.every((field, at) => matchTokens(patterns[at] as Tokens, field));
  };
}

const compile: CompileValues = (values, scope) => {
  const patterns = values.map((value) => compilePattern(value, scope.variables));
  return (value, question) => {
    const fields = splitArn(value);
    return fields !== undefined && patterns.some((pattern) => pattern(fields, question));
  };
};

export const ARN_OPERATORS = [...pair('ArnEquals', 'ArnNotEquals', compile), ...pair('ArnLike', 'ArnNotLike', compile)];
