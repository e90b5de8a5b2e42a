/**
 * From the text of a policy to what decisions are made with:
 *
 *     { "Version": "2012-10-17", "Id": "…", "Statement": [ { "Sid", "Effect", "Principal", "Action", "Resource", "Condition" } ] }
 *
 * (IAM User Guide, "Grammar of the IAM JSON policy language".) What is not understood is refused here, once, so that
 * no decision has to guess. How long a text may be is for the caller to say: the time taken grows with its length.
 */
import type { CompiledPolicy, PolicyKind } from './contract.ts';
import { objectOf, onlyElements, refuse, type Scope, textOf } from './nodes.ts';
import { compileStatement, DENY_ALL, namesPrincipals, type Statement } from './statement.ts';
import { type Json, type JsonObject, parseStrictJson } from './strict-json.ts';

export const VARIABLES_SINCE = '2012-10-17';
const VERSIONS = ['2008-10-17', VARIABLES_SINCE];
const TAKES_ID: readonly PolicyKind[] = ['resource', 'trust'];

export class PolicyDocument implements CompiledPolicy {
  readonly kind: PolicyKind;
  readonly principals: CompiledPolicy['principals'];
  readonly #statements: readonly Statement[];
  readonly #byAction = new Map<string, readonly Statement[]>();

  constructor(kind: PolicyKind, statements: readonly Statement[]) {
    this.kind = kind;
    this.#statements = statements;
    this.principals = statements.flatMap((statement) => statement.named);
  }

  /** The statements that an action can meet. Actions have no variables, so this is found once for each. */
  about(action: string): readonly Statement[] {
    const known = this.#byAction.get(action);
    if (known) return known;
    const inLowerCase = action.toLowerCase();
    const found = this.#statements.filter((statement) => statement.concerns(inLowerCase));
    // The simulator takes actions that there are not: they must not fill the memory.
    if (this.#byAction.size >= ACTIONS_MAX) this.#byAction.clear();
    this.#byAction.set(action, found);
    return found;
  }
}

/** Actions whose statements a policy keeps ready: more than KMS or IAM has. */
const ACTIONS_MAX = 200;

/**
 * @param text JSON
 * @throws PolicyError for what is no policy of that kind
 */
export function compilePolicy(text: string, kind: PolicyKind): CompiledPolicy {
  const elements = objectOf(parseStrictJson(text), 'A policy');
  onlyElements(elements, ['Version', 'Id', 'Statement'], 'A policy');
  const scope: Scope = { kind, variables: versionOf(elements) === VARIABLES_SINCE };
  const id = textOf(elements.get('Id'), 'Id');
  if (id !== undefined && !TAKES_ID.includes(kind)) refuse('This kind of policy has no Id');
  const statements = statementsOf(elements).map((node, index) => compileStatement(node, index, scope));
  if (kind !== 'resource') refuseEqualSids(statements);
  return new PolicyDocument(kind, statements);
}

/** @throws PolicyError for one that there is not */
export function versionOf(elements: JsonObject): string {
  const version = textOf(elements.get('Version'), 'Version');
  if (version !== undefined && !VERSIONS.includes(version)) refuse(`Version must be ${VERSIONS.join(' or ')}`);
  return version ?? '2008-10-17';
}

function statementsOf(elements: JsonObject): readonly Json[] {
  const node = elements.get('Statement') ?? refuse('A policy must have a Statement');
  const nodes = Array.isArray(node) ? (node as readonly Json[]) : [node];
  return nodes.length > 0 ? nodes : refuse('Statement must not be empty');
}

/** Key policies are free to repeat themselves: those of AWS managed keys do. */
function refuseEqualSids(statements: readonly Statement[]): void {
  const seen = new Set<string>();
  for (const { sid } of statements) {
    if (!sid) continue;
    if (seen.has(sid)) refuse('Statement IDs (SID) in a single policy must be unique.');
    seen.add(sid);
  }
}

const DENIES_ALL: readonly Statement[] = [DENY_ALL];

/**
 * The statements of a policy about an action, for a place where policies name principals or do not. An
 * object that no `compilePolicy` made, or of the other sort, denies everything: a policy without principals must not
 * become one for everybody.
 */
export function statementsFor(policy: CompiledPolicy, withPrincipals: boolean, action: string): readonly Statement[] {
  return policy instanceof PolicyDocument && namesPrincipals(policy.kind) === withPrincipals ? policy.about(action) : DENIES_ALL;
}
