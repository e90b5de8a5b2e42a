/** The policy simulator: why is something allowed or denied, and which context keys do the policies look at? */
import type { Principal } from '../../../base/caller.ts';
import type { ContextValue, PolicyText, RequestContext } from '../../../base/operation.ts';
import { iamAsk, resolveAccount } from '../asks.ts';
import type { Entity } from '../entities.ts';
import * as faults from '../faults.ts';
import type { Family, Iam, Op } from '../iam.ts';
import {
  decisionsMax, type EntityArn, givenActions, givenBoundary, givenContext, givenExclusions, givenOwner, givenPolicies,
  givenResources, parseEntityArn,
} from '../simulation-inputs.ts';
import { type Simulation, Simulator, type SimulatorTools } from '../simulator.ts';
import type { ContextEntry, Operations, SimulateCustomPolicyRequest, SimulatePolicyResponse, SimulatePrincipalPolicyRequest } from '../types.ts';

type SimulationOperations =
  | 'GetContextKeysForCustomPolicy'
  | 'GetContextKeysForPrincipalPolicy'
  | 'SimulateCustomPolicy'
  | 'SimulatePrincipalPolicy';

export const simulation = (iam: Iam, tools: SimulatorTools): Family<SimulationOperations> => ({
  GetContextKeysForCustomPolicy: contextKeysForCustom(iam, tools),
  GetContextKeysForPrincipalPolicy: contextKeysForPrincipal(iam, tools) as Op<'GetContextKeysForPrincipalPolicy'>,
  SimulateCustomPolicy: simulateCustom(iam, tools),
  SimulatePrincipalPolicy: simulatePrincipal(iam, tools) as Op<'SimulatePrincipalPolicy'>,
});

const contextKeysForCustom = (iam: Iam, tools: SimulatorTools): Op<'GetContextKeysForCustomPolicy'> => ({
  resolve: (input, context) => resolveAccount(iam, 'GetContextKeysForCustomPolicy', input, context),
  run: (input) => contextKeys(tools, givenPolicies(iam.tools, input.PolicyInputList, 'PolicyInputList')),
});

const contextKeysForPrincipal = (iam: Iam, tools: SimulatorTools): Op<'GetContextKeysForPrincipalPolicy', Entity | undefined> => ({
  resolve: (input, context) => resolveSource(iam, 'GetContextKeysForPrincipalPolicy', input, context),
  async run(input, { target }) {
    const added = givenPolicies(iam.tools, input.PolicyInputList, 'PolicyInputList');
    const { identity } = await policiesOf(iam, requireSource(target, input.PolicySourceArn));
    return contextKeys(tools, [...identity, ...added]);
  },
});

const simulateCustom = (iam: Iam, tools: SimulatorTools): Op<'SimulateCustomPolicy'> => ({
  resolve: (input, context) => resolveAccount(iam, 'SimulateCustomPolicy', input, context),
  async run(input, { caller }) {
    if (input.ResourcePolicy !== undefined && input.CallerArn === undefined) {
      throw faults.invalidInput('CallerArn must be given with a ResourcePolicy.');
    }
    const arn = input.CallerArn === undefined ? undefined : parseEntityArn(input.CallerArn);
    const principal = arn ? principalOf(iam, arn, undefined) : nobody(caller.account);
    const levels = input.OrderedOrganizationPolicyInputList?.map((level, at) =>
      givenPolicies(iam.tools, level.ServiceControlPolicyInputList, `OrderedOrganizationPolicyInputList.${at + 1}`));
    return simulate(iam, tools, 'SimulateCustomPolicy', input, {
      ...commonInputs(iam, input, principal),
      identity: givenPolicies(iam.tools, input.PolicyInputList, 'PolicyInputList'),
      boundary: givenBoundary(iam.tools, input.PermissionsBoundaryPolicyInputList),
      serviceControl: levels && levels.length > 0 ? levels : undefined,
      known: arn ? namesOf(principal, arn) : new Map(),
    });
  },
});

/** Nothing stored is told by SimulateCustomPolicy: who may call only that learns of no key's policy. */
const simulatePrincipal = (iam: Iam, tools: SimulatorTools): Op<'SimulatePrincipalPolicy', Entity | undefined> => ({
  resolve: (input, context) => resolveSource(iam, 'SimulatePrincipalPolicy', input, context),
  async run(input, call) {
    const source = requireSource(call.target, input.PolicySourceArn);
    const added = givenPolicies(iam.tools, input.PolicyInputList, 'PolicyInputList');
    const exclusions = givenExclusions(input.PolicyExclusionList);
    const given = givenBoundary(iam.tools, input.PermissionsBoundaryPolicyInputList);
    const own = await policiesOf(iam, source);
    const arn = parseEntityArn(input.CallerArn ?? input.PolicySourceArn);
    const id = await idOf(iam, arn, source);
    const principal = principalOf(iam, arn, id);
    return simulate(iam, tools, 'SimulatePrincipalPolicy', input, {
      ...commonInputs(iam, input, principal),
      identity: [...own.identity.filter((policy) => !exclusions.excludes(policy)), ...added],
      boundary: given ?? (exclusions.boundary ? undefined : own.boundary),
      known: await factsOf(iam, principal, arn, call.now),
      findKey: (key, action) => tools.findKey(key, action, call),
    });
  },
});

function contextKeys(tools: SimulatorTools, policies: readonly PolicyText[]): { readonly ContextKeyNames: readonly string[] } {
  const names = new Map<string, string>();
  for (const { text } of policies) {
    for (const name of tools.contextKeysOf(text)) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return { ContextKeyNames: [...names.values()] };
}

async function resolveSource(
  iam: Iam,
  operation: keyof Operations,
  input: { readonly PolicySourceArn: string },
  context: RequestContext,
): Promise<{ asks: [ReturnType<typeof iamAsk>]; target: Entity | undefined }> {
  const { arn, account, kind, name } = parseEntityArn(input.PolicySourceArn);
  const found = account === context.caller.account ? await iam.entities.find(account, kind, name) : undefined;
  const entity = found && iam.entities.arnOf(found) === arn ? found : undefined;
  const resource = { arn, tagged: entity?.id, boundary: entity?.boundary };
  return { asks: [iamAsk(iam, operation, resource, {}, context)], target: entity };
}

function requireSource(entity: Entity | undefined, arn: string): Entity {
  if (entity) return entity;
  const { kind, name } = parseEntityArn(arn);
  throw faults.notFound(kind, name);
}

async function policiesOf(iam: Iam, entity: Entity): Promise<{ identity: readonly PolicyText[]; boundary?: PolicyText | undefined }> {
  if (entity.kind === 'group') return { identity: await iam.directory.policiesOf(entity) };
  return (await iam.directory.identity(entity.id))?.attached ?? { identity: [] };
}

/** Of the caller that is simulated; other accounts' are not told. */
async function idOf(iam: Iam, { arn, account }: EntityArn, source: Entity): Promise<string | undefined> {
  if (arn === iam.entities.arnOf(source)) return source.id;
  return account === source.account ? iam.directory.idOf(arn) : undefined;
}

/** A role acts by sessions; this one has no name, so that no policy can mean it in particular. */
function principalOf({ partition }: Iam, { arn, account, kind, name }: EntityArn, id = ''): Principal {
  const origin = { arn, id };
  if (kind !== 'role') return { type: 'user', account, arn, principalId: id, origin };
  const session = `arn:${partition}:sts::${account}:assumed-role/${name}/`;
  return { type: 'role-session', account, arn: session, principalId: `${id}:`, origin };
}

const nobody = (account: string): Principal => ({ type: 'user', account, arn: '', principalId: '', origin: { arn: '', id: '' } });

type CommonInput = SimulateCustomPolicyRequest | SimulatePrincipalPolicyRequest;

function commonInputs(iam: Iam, input: CommonInput, principal: Principal) {
  const resourcePolicies = input.ResourcePolicy === undefined ? [] : [input.ResourcePolicy];
  const [resourcePolicy] = givenPolicies(iam.tools, resourcePolicies, 'ResourcePolicy', 'resource');
  return {
    principal,
    resourcePolicy,
    owner: givenOwner(input.ResourceOwner) ?? principal.account,
    given: givenContext(input.ContextEntries),
    encryptionContext: encryptionContextOf(input.ContextEntries),
  };
}

const PAIR = /^kms:EncryptionContext:(.+)$/is;

/** What the context entries say of the pairs, for the constraints of grants. */
function encryptionContextOf(entries: readonly ContextEntry[] = []): { readonly [key: string]: string } {
  const pairs = entries.flatMap(({ ContextKeyName, ContextKeyValues }) => {
    const [, pair] = PAIR.exec(ContextKeyName ?? '') ?? [];
    const [value] = ContextKeyValues ?? [];
    return pair === undefined || value === undefined ? [] : [[pair, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** What a caller's name says. */
function namesOf({ account, type }: Principal, { arn, kind, name }: EntityArn): Map<string, ContextValue> {
  const known = new Map<string, ContextValue>([
    ['aws:principalarn', arn],
    ['aws:principalaccount', account],
    ['kms:calleraccount', account],
    ['aws:principaltype', type === 'user' ? 'User' : 'AssumedRole'],
  ]);
  if (kind === 'user') known.set('aws:username', name);
  return known;
}

/** What is known of a principal that exists. */
async function factsOf(iam: Iam, principal: Principal, arn: EntityArn, now: number): Promise<ReadonlyMap<string, ContextValue>> {
  const { id } = principal.origin;
  const known = namesOf(principal, arn);
  known.set('aws:principalisawsservice', 'false').set('aws:viaawsservice', 'false');
  known.set('aws:currenttime', new Date(now).toISOString()).set('aws:epochtime', String(Math.floor(now / 1_000)));
  if (arn.kind === 'user' && id !== '') known.set('aws:userid', id);
  const identity = id === '' ? undefined : await iam.directory.identity(id);
  for (const [key, value] of identity?.attached.tags ?? []) known.set(`aws:principaltag/${key}`, value);
  return known;
}

async function simulate(
  iam: Iam,
  tools: SimulatorTools,
  operation: keyof Operations,
  input: CommonInput,
  parts: Simulation,
): Promise<SimulatePolicyResponse> {
  const actions = givenActions(input.ActionNames).map((name, at) => ({ name, key: String(at).padStart(8, '0') }));
  const { identity, boundary, serviceControl, resourcePolicy } = parts;
  const policies = [...identity, boundary, ...(serviceControl ?? []).flat(), resourcePolicy].filter((policy) => policy !== undefined);
  const decisions = decisionsMax(policies);
  const resources = givenResources(input.ResourceArns, decisions);
  const most = Math.floor(decisions / resources.length);
  const request = { Marker: input.Marker, MaxItems: Math.min(input.MaxItems ?? most, most, ITEMS_DEFAULT) };
  const page = await iam.pages.ofAll(request, [operation, parts.principal.account], ({ key }) => key, actions);
  const simulator = new Simulator(iam, tools, parts);
  const results = [];
  for (const { name } of page.items) results.push(await simulator.evaluate(name, resources));
  return { EvaluationResults: results, IsTruncated: page.IsTruncated, Marker: page.Marker };
}

/** API reference, `MaxItems`. */
const ITEMS_DEFAULT = 100;
