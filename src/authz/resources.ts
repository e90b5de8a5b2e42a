/**
 * `Resource` and `NotResource`: `*`, or an ARN of six fields, the last of which may have colons of its own.
 *
 *     arn : partition : service : region : account : resource
 *      |        |          |         \______ ______/      \_ `*` and `?` match any character; variables
 *      |        |          |                v
 *      |        `*` and `?` match any character but `:`; a `*` that ends its field may run on past colons
 *      always this         no wildcards
 *
 * (IAM User Guide, "IAM JSON policy elements: Resource".)
 */
import { refuse, type Scope } from './nodes.ts';
import type { Question } from './question.ts';
import { expandTokens, fixedText, fixedTokens, parseTemplate, type Template } from './variables.ts';
import { compileTokens, matchTokens, ONE, ONE_IN_FIELD, patternTokens, RUN, RUN_IN_FIELD } from './wildcard.ts';

type ResourceTest = (resource: string, question: Question) => boolean;

/** Colons before the resource field. */
const FIELDS_BEFORE = 5;
const ARN_START = /^arn:[^:]+:[^:*?]+(:|$)/;
/** Where IAM fills up an ARN that ends early with `*` for each field that is missing. */
const COMPLETES_ARNS: readonly string[] = ['identity', 'boundary', 'service-control', 'resource-control'];

export class Resources {
  readonly #except: boolean;
  readonly #tests: readonly ResourceTest[];

  /** @param except for `NotResource`. @throws PolicyError for what is no pattern of ARNs */
  constructor(values: readonly string[], except: boolean, scope: Scope) {
    this.#except = except;
    this.#tests = values.map((value) => compileResource(value, scope));
  }

  match(question: Question): boolean {
    for (const test of this.#tests) if (test(question.resource, question)) return !this.#except;
    return this.#except;
  }
}

function compileResource(value: string, scope: Scope): ResourceTest {
  if (value === '*') return () => true;
  if (!ARN_START.test(value)) refuse(`Resource ${value} must be in ARN format or "*".`);
  const { head, rest } = splitTemplate(parseTemplate(value, scope.variables), value);
  const headText = completed(head, rest === undefined, value, scope);
  const headTokens = fieldTokens(headText);
  if (rest === undefined) return compileTokens(headTokens);
  if (fixedText(rest) !== undefined) return compileTokens([...headTokens, ...fixedTokens(rest)]);
  return (resource, question) => {
    const tokens = expandTokens(rest, question);
    return tokens !== undefined && matchTokens([...headTokens, ...tokens], resource);
  };
}

/** The text up to and with the fifth colon, and the parts of the resource field; no rest if the ARN ends early. */
function splitTemplate(template: Template, value: string): { head: string; rest: Template | undefined } {
  const first = template[0]?.kind === 'pattern' ? template[0].text : '';
  const fields = first.split(':');
  if (fields.length <= FIELDS_BEFORE) {
    if (template.length > 1) refuse(`Resource ${value} has a policy variable before the fifth colon`);
    return { head: first, rest: undefined };
  }
  const head = `${fields.slice(0, FIELDS_BEFORE).join(':')}:`;
  return { head, rest: [{ kind: 'pattern', text: first.slice(head.length) }, ...template.slice(1)] };
}

/** A `*` at the end runs past colons, so such a pattern is whole as it stands. STS refuses even that. */
function completed(head: string, short: boolean, value: string, scope: Scope): string {
  if (!short || (scope.kind !== 'session' && head.endsWith('*'))) return head;
  if (COMPLETES_ARNS.includes(scope.kind)) return head + ':*'.repeat(FIELDS_BEFORE + 1 - head.split(':').length);
  return refuse(`Resource ${value} has too few fields for an ARN`);
}

/** Of the fields before the resource, and of a last `*` that stands for fields to come. */
function fieldTokens(text: string): number[] {
  return patternTokens(text).map((token, at) => {
    if (token === ONE) return ONE_IN_FIELD;
    const endsField = at + 1 === text.length || text[at + 1] === ':';
    return token === RUN && !endsField ? RUN_IN_FIELD : token;
  });
}
