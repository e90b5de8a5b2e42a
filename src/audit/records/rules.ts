/**
 * A service's audit rules from a table, a line an operation. Requests are logged as the model has them; a line says
 * what differs from that, what the answer shows, and what the operation was about:
 *
 *     const lines: RuleLines<Operations> = {
 *       PutSecretValue: { readOnly: false, answer: whole, found: … },
 *       GetSecretValue: { readOnly: true },
 *     };
 *     export const audit = auditRules(model as never, lines, { everyOther: byName, mask: 'HIDDEN_DUE_TO_SECURITY_REASONS' });
 */
import type { ServiceModel } from '../../base/api-model.ts';
import type { AuditDetail, AuditFacts, AuditResource, AuditRule, AuditRules } from '../../base/audit.ts';
import { type LoggedMembers, LoggedValues, type Secrecy } from './logged-values.ts';

/** What may be missing of the facts after a refusal, a line's functions must do without. */
export interface RuleLine<Input = never, Output = never, Target = never> {
  readonly readOnly: boolean;
  /** Absent: all members of the request. @param logged as the model has them, when they are asked for */
  readonly request?: (logged: () => LoggedMembers, facts: AuditFacts<Input, Output, Target>) => object | undefined;
  /** After success alone. Absent: `responseElements` is null. */
  readonly answer?: (logged: LoggedMembers, facts: AuditFacts<Input, Output, Target>) => object | undefined;
  readonly resources?: (facts: AuditFacts<Input, Output, Target>) => readonly AuditResource[] | undefined;
  readonly additional?: (facts: AuditFacts<Input, Output, Target>) => object | undefined;
  readonly found?: (facts: AuditFacts<Input, Output, Target>) => AuditDetail['found'];
  readonly userIdentity?: (facts: AuditFacts<Input, Output, Target>) => AuditDetail['userIdentity'];
  readonly unrecorded?: readonly string[];
  readonly foreignCallerReduced?: boolean;
}

type OperationTypes<Operations> = { readonly [Name in keyof Operations]: { readonly input: unknown; readonly output: unknown } };

export type RuleLines<Operations extends OperationTypes<Operations>> = {
  readonly [Name in keyof Operations]?: RuleLine<Operations[Name]['input'], Operations[Name]['output']>;
};

export interface RuleOptions extends Secrecy {
  /** For operations without a line. */
  readonly everyOther?: ((operation: string) => RuleLine<never, never, never>) | undefined;
}

/** For `answer`: all of it. */
export const whole = (logged: LoggedMembers): LoggedMembers => logged;

const READS = /^(?:Get|List|Describe|Lookup|BatchGet|Simulate|Validate)/;

/** For `everyOther`: reads show no answer, changes show all of it. */
export const byName = (operation: string): RuleLine<never, never, never> =>
  READS.test(operation) ? { readOnly: true } : { readOnly: false, answer: whole };

export function auditRules(model: ServiceModel, lines: RuleLines<object>, { everyOther, ...secrecy }: RuleOptions = {}): AuditRules {
  const values = new LoggedValues(model, secrecy);
  const rules: { [operation: string]: AuditRule<never, never, never> } = {};
  for (const name of Object.keys(model.operations)) {
    const line = (lines as { readonly [name: string]: RuleLine | undefined })[name] ?? everyOther?.(name);
    if (line) rules[name] = new LineRule(line as RuleLine<unknown, unknown, unknown>, model, values, name);
  }
  return rules;
}

/** The model is looked at when the operation is first called: most never are. */
class LineRule implements AuditRule {
  readonly readOnly: boolean;
  readonly unrecorded: readonly string[] | undefined;
  readonly foreignCallerReduced: boolean | undefined;
  readonly #line: RuleLine<unknown, unknown, unknown>;
  readonly #shapes: { readonly input: string | undefined; readonly output: string | undefined };
  readonly #values: LoggedValues;

  constructor(line: RuleLine<unknown, unknown, unknown>, model: ServiceModel, values: LoggedValues, name: string) {
    this.readOnly = line.readOnly;
    this.unrecorded = line.unrecorded;
    this.foreignCallerReduced = line.foreignCallerReduced;
    this.#line = line;
    const { input, output } = model.operations[name]!;
    this.#shapes = { input: input?.shape, output: output?.shape };
    this.#values = values;
  }

  describe(facts: AuditFacts): AuditDetail {
    const { request, answer, resources, additional, found, userIdentity } = this.#line;
    const parameters = (): LoggedMembers => this.#logged(this.#shapes.input, facts.input);
    return {
      // Nothing is known of what could not be read, not even that it would have had defaults.
      requestParameters: request && facts.input !== undefined ? request(parameters, facts) : parameters(),
      responseElements: answer?.(this.#logged(this.#shapes.output, facts.output), facts),
      resources: resources?.(facts),
      additionalEventData: additional?.(facts),
      found: found?.(facts),
      userIdentity: userIdentity?.(facts),
    };
  }

  #logged(shape: string | undefined, value: unknown): LoggedMembers {
    return shape === undefined || value === undefined ? {} : (this.#values.of(shape)(value) as LoggedMembers);
  }
}
