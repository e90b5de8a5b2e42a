/**
 * The policy simulator: one action on some resources, decided as if somebody had asked for it. For a simulated principal
 * a key of the account brings its own policy, its condition values and its grants, so the answer is the one that the
 * principal would get; whatever the request says of context keys stands before what is known.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { ACCOUNT_ID, parseArn } from '../../base/arn.ts';
import type { ContextValue, PolicyText, RequestContext } from '../../base/operation.ts';
import type { SimulatedDecision, SimulatedKey, SimulatedRequest, StatementSpan, Verdict } from '../../base/simulation.ts';
import type { Iam } from './iam.ts';
import { policyTypeOf } from './simulation-inputs.ts';
import type { EvaluationResult, PolicySourceType, ResourceSpecificResult, Statement } from './types.ts';

/** What the simulator needs of the policy engine and of KMS. Texts are of valid policies. */
export interface SimulatorTools {
  /** Condition keys that a policy mentions, as it writes them. */
  contextKeysOf(text: string): readonly string[];
  /** Where the statements of a policy stand in its text. */
  statementPositions(text: string): readonly StatementSpan[];
  simulate(request: SimulatedRequest): SimulatedDecision;
  /** A key of the caller's account by its ARN, for a request of that action. */
  findKey(arn: string, action: string, context: RequestContext): Promise<SimulatedKey | undefined>;
}

/** All that is the same for each action and resource of a simulation. */
export interface Simulation extends Pick<SimulatedRequest, 'principal' | 'identity' | 'boundary' | 'serviceControl' | 'resourcePolicy'> {
  /** Owns the resources whose ARNs name no account. */
  readonly owner: string;
  /** By keys in lower case: what the request says, and what is known of the principal. */
  readonly given: ReadonlyMap<string, ContextValue>;
  readonly known: ReadonlyMap<string, ContextValue>;
  readonly encryptionContext: { readonly [key: string]: string };
  /** Absent where nothing that is stored may be told. */
  readonly findKey?: ((arn: string, action: string) => Promise<SimulatedKey | undefined>) | undefined;
}

type Details = { readonly [kind: string]: Verdict };

interface Outcome {
  readonly result: ResourceSpecificResult;
  readonly decision: SimulatedDecision;
}

/** From the least to the most restrictive. */
const VERDICTS: readonly Verdict[] = ['allowed', 'implicitDeny', 'explicitDeny'];
const KEY_TEMPLATE = 'arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}';

export class Simulator {
  readonly #iam: Iam;
  readonly #tools: SimulatorTools;
  readonly #simulation: Simulation;
  readonly #shownTexts = new Map<PolicyText, Promise<string>>();
  readonly #spans = new Map<string, readonly StatementSpan[]>();

  constructor(iam: Iam, tools: SimulatorTools, simulation: Simulation) {
    this.#iam = iam;
    this.#tools = tools;
    this.#simulation = simulation;
  }

  async evaluate(action: string, resources: readonly string[]): Promise<EvaluationResult> {
    const outcomes: Outcome[] = [];
    for (const resource of resources) {
      outcomes.push(await this.#evaluate(action, resource));
      // Many policies, actions and resources take their time: other requests must not wait for all of it.
      await turn();
    }
    const results = outcomes.map(({ result }) => result);
    const verdict = mostRestrictive(results.map(({ EvalResourceDecision }) => EvalResourceDecision));
    const decisive = results.filter(({ EvalResourceDecision }) => EvalResourceDecision === verdict);
    const { serviceControl } = this.#simulation;
    const details = results.map(({ EvalDecisionDetails }) => EvalDecisionDetails ?? {});
    const all = resources.length === 1 && resources[0] === '*';
    return {
      EvalActionName: action,
      EvalResourceName: resources.every(isKeyArn) ? KEY_TEMPLATE : '*',
      EvalDecision: verdict,
      MatchedStatements: different(decisive.flatMap(({ MatchedStatements }) => MatchedStatements ?? [])),
      MissingContextValues: [...new Set(results.flatMap(({ MissingContextValues }) => MissingContextValues ?? []))],
      OrganizationsDecisionDetail: serviceControl && {
        AllowedByOrganizations: outcomes.every(({ decision }) => decision.serviceControl),
      },
      PermissionsBoundaryDecisionDetail: this.#boundaryDetail(outcomes.map(({ decision }) => decision)),
      EvalDecisionDetails: all ? undefined : strictestOf(details),
      ResourceSpecificResults: all ? undefined : results,
    };
  }

  async #evaluate(action: string, resource: string): Promise<Outcome> {
    const key = await this.#keyOf(action, resource);
    const request = this.#request(action, resource, key);
    let decision = this.#tools.simulate(request);
    if (await key?.context.loadMissing?.()) decision = this.#tools.simulate(request);
    const grant = decision.verdict === 'implicitDeny' && key ? await this.#grantOf(key) : undefined;
    if (grant !== undefined) decision = this.#tools.simulate({ ...request, granted: true });
    const statements: Statement[] = [];
    for (const { policy, index } of decision.statements) statements.push(await this.#statement(policy, index, resource, key));
    if (decision.byGrant) statements.push({ SourcePolicyId: `${resource}/grant/${grant}`, SourcePolicyType: 'resource' });
    const foreign = request.rule !== 'identity' && request.account !== request.principal.account;
    const details: Details = foreign ? { 'IAM Policy': decision.identity, 'Resource Policy': decision.resource } : {};
    const result = {
      EvalResourceName: resource,
      EvalResourceDecision: decision.verdict,
      MatchedStatements: statements,
      MissingContextValues: decision.missing,
      EvalDecisionDetails: details,
      PermissionsBoundaryDecisionDetail: this.#boundaryDetail([decision]),
    };
    return { result, decision };
  }

  async #keyOf(action: string, resource: string): Promise<SimulatedKey | undefined> {
    const { resourcePolicy, findKey } = this.#simulation;
    return !resourcePolicy && isKeyArn(resource) ? findKey?.(resource, action) : undefined;
  }

  #grantOf(key: SimulatedKey): Promise<string | undefined> {
    const { principal, encryptionContext } = this.#simulation;
    const { arn, origin, account } = principal;
    const root = `arn:${this.#iam.partition}:iam::${account}:root`;
    return key.grant([...new Set([arn, origin.arn, origin.id, root])], encryptionContext);
  }

  #request(action: string, resource: string, key: SimulatedKey | undefined): SimulatedRequest {
    const { principal, identity, boundary, serviceControl, resourcePolicy, owner, given, known } = this.#simulation;
    const arn = parseArn(resource);
    const named = arn && ACCOUNT_ID.test(arn.account) ? arn.account : owner;
    const foreignKey = this.#simulation.findKey && isKeyArn(resource) && named !== principal.account;
    const rule = isKeyArn(resource) && (resourcePolicy || key || foreignKey) ? 'key' : resourcePolicy ? 'resource' : 'identity';
    return {
      action,
      resource,
      // Without a policy of the resource there is nothing to hear its owner by.
      account: rule === 'identity' ? principal.account : named,
      rule,
      principal,
      identity,
      boundary,
      serviceControl,
      resourcePolicy: resourcePolicy ?? key?.policy,
      context: (name) => given.get(name) ?? known.get(name) ?? resourceValue(name, named, arn?.region) ?? key?.context.value(name),
    };
  }

  async #statement(policy: PolicyText, index: number, resource: string, key: SimulatedKey | undefined): Promise<Statement> {
    const ofKey = key !== undefined && policy === key.policy;
    const text = ofKey ? await this.#shown(policy) : policy.text;
    const span = this.#spansOf(text)[index];
    return {
      SourcePolicyId: ofKey ? resource : policy.name,
      SourcePolicyType: ofKey || policy === this.#simulation.resourcePolicy ? 'resource' : sourceType(policy.name),
      StartPosition: span?.start,
      EndPosition: span?.end,
    };
  }

  /** Positions are those in what GetKeyPolicy answers. */
  #shown(policy: PolicyText): Promise<string> {
    const shown = this.#shownTexts.get(policy) ?? this.#iam.principals.shown(policy.text);
    this.#shownTexts.set(policy, shown);
    return shown;
  }

  #spansOf(text: string): readonly StatementSpan[] {
    const spans = this.#spans.get(text) ?? this.#tools.statementPositions(text);
    this.#spans.set(text, spans);
    return spans;
  }

  #boundaryDetail(decisions: readonly SimulatedDecision[]): { readonly AllowedByPermissionsBoundary: boolean } | undefined {
    return this.#simulation.boundary && { AllowedByPermissionsBoundary: decisions.every(({ boundary }) => boundary) };
  }
}

const isKeyArn = (text: string): boolean => /^arn:[^:]+:kms:[^:]+:\d{12}:key\/[^/]+$/.test(text);

function resourceValue(name: string, account: string, region: string | undefined): string | undefined {
  if (name === 'aws:resourceaccount') return account;
  return name === 'aws:requestedregion' ? region || undefined : undefined;
}

/** Of policies that the request brought along, none. */
function sourceType(name: string): PolicySourceType {
  const type = policyTypeOf(name);
  if (type !== 'inline') return type;
  return (['user', 'group', 'role'] as const).find((kind) => name.startsWith(`${kind}_`)) ?? 'none';
}

function mostRestrictive(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS[Math.max(...verdicts.map((verdict) => VERDICTS.indexOf(verdict)))] as Verdict;
}

/** By kinds of policies, the most restrictive decision of each. */
function strictestOf(details: readonly Details[]): Details {
  const strictest: { [kind: string]: Verdict } = {};
  for (const detail of details) {
    for (const [kind, verdict] of Object.entries(detail)) strictest[kind] = mostRestrictive([strictest[kind] ?? 'allowed', verdict]);
  }
  return strictest;
}

const different = (statements: readonly Statement[]): readonly Statement[] => [
  ...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values(),
];
