/**
 * The format of `cases/*.json`, open to every reader: `{ "about": "…", "cases": [ … ] }`. A case is one request and what
 * applies to it; what a member leaves out has a default.
 *
 *     name, source      what it shows; where AWS's documentation says so: the guide, and the page or chapter
 *     rule              key (default), identity, resource, trust
 *     caller            one of CALLERS below: alice (default), bob, root, admin-session, visitor, sns, mallory, …
 *     action, resource  kms:Encrypt, KEY
 *     context           condition keys in lower case
 *     granted           a grant on the key allows it
 *     resourcePolicy, identity, boundary, session
 *                       one policy: its statements (version 2012-10-17). `session: []`: made with no session policies
 *     serviceControl, resourceControl
 *                       levels from the root down, each one policy; `[]`: a level without policies
 *     condition         in place of policies: `identity` is then one Allow of kms:Encrypt with it, and the rule `identity`
 *     version           of all policies of the case; empty: none
 *     expect            `allow`, `allow by grant`, `deny SOURCE`, `deny explicit SOURCE`
 *     statements        which statements decided, as `SOURCE INDEX`; not checked when absent
 *     missing           condition keys that were missed; not checked when absent
 *
 * The resource belongs to account 111122223333.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { compilePolicy } from '../../src/authz/compile-policy.ts';
import type { AuthorizationRequest, ContextValue, NamedPolicy, PolicyKind, PrincipalFacts, ResourceRule } from '../../src/authz/contract.ts';

type Statements = readonly object[];

export interface PolicyCase {
  readonly name: string;
  readonly source: string;
  readonly rule?: ResourceRule;
  readonly caller?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly context?: { readonly [key: string]: ContextValue };
  readonly granted?: boolean;
  readonly resourcePolicy?: Statements;
  readonly identity?: Statements;
  readonly boundary?: Statements;
  readonly session?: Statements;
  readonly serviceControl?: readonly Statements[];
  readonly resourceControl?: readonly Statements[];
  readonly condition?: object;
  readonly version?: string;
  readonly expect: string;
  readonly statements?: readonly string[];
  readonly missing?: readonly string[];
}

const MEMBERS = (
  'name source rule caller action resource context granted resourcePolicy identity boundary session ' +
  'serviceControl resourceControl condition version expect statements missing'
).split(' ');

export const OWNER = '111122223333';
export const OTHER = '444455556666';
export const KEY = `arn:aws:kms:eu-west-1:${OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const user = (account: string, name: string, uniqueId: string): PrincipalFacts => {
  const arn = `arn:aws:iam::${account}:user/${name}`;
  return { type: 'user', account, arn, principalArn: arn, uniqueId };
};
const session = (account: string, path: string, name: string, sessionName: string, uniqueId: string): PrincipalFacts => ({
  type: 'role-session',
  account,
  arn: `arn:aws:sts::${account}:assumed-role/${name}/${sessionName}`,
  principalArn: `arn:aws:iam::${account}:role${path}${name}`,
  uniqueId,
});
const root = (account: string): PrincipalFacts => {
  const arn = `arn:aws:iam::${account}:root`;
  return { type: 'root', account, arn, principalArn: arn, uniqueId: account };
};
/** A federated user, and who issued its credentials. */
const federated = (name: string, { account, arn, uniqueId }: PrincipalFacts): PrincipalFacts => ({
  type: 'federated-user',
  account,
  arn: `arn:aws:sts::${account}:federated-user/${name}`,
  principalArn: arn,
  uniqueId,
});
const GITHUB = `arn:aws:iam::${OWNER}:oidc-provider/token.actions.githubusercontent.com`;

export const CALLERS: { readonly [name: string]: PrincipalFacts } = {
  alice: user(OWNER, 'alice', 'AIDACKCEVSQ6C2EXAMPLE'),
  bob: user(OWNER, 'bob', 'AIDABOBBOBBOBBOBBOB12'),
  root: root(OWNER),
  'admin-session': session(OWNER, '/ops/', 'Admin', 'build', 'AROACKCEVSQ6C2EXAMPLE'),
  visitor: federated('visitor', user(OWNER, 'issuer', 'AIDAISSUERISSUER12345')),
  'root-visitor': federated('visitor', root(OWNER)),
  'foreign-visitor': federated('visitor', user(OTHER, 'issuer', 'AIDAFOREIGNISSUER1234')),
  github: { type: 'web-identity', account: OWNER, arn: GITHUB, principalArn: GITHUB, uniqueId: GITHUB },
  anonymous: { type: 'anonymous', account: '', arn: '', principalArn: '', uniqueId: '' },
  sns: { type: 'service', account: OWNER, arn: 'sns.amazonaws.com', principalArn: '', uniqueId: 'sns.amazonaws.com' },
  mallory: user(OTHER, 'mallory', 'AIDAMALLORYMALLORY123'),
  'partner-session': session(OTHER, '/', 'Partner', 'nightly', 'AROAPARTNERPARTNER123'),
  'foreign-root': root(OTHER),
};

/** All cases, with the file that each stands in. */
export function readCases(): readonly { readonly file: string; readonly cases: readonly PolicyCase[] }[] {
  const folder = new URL('cases/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  return files.map((file) => {
    const { cases } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { readonly cases: readonly PolicyCase[] };
    for (const one of cases) {
      const unknown = Object.keys(one).find((member) => !MEMBERS.includes(member));
      if (unknown !== undefined) throw new Error(`${file}: ${one.name}: there is no member ${unknown}`);
    }
    return { file, cases };
  });
}

export function requestOf(one: PolicyCase): AuthorizationRequest {
  const version = one.version === undefined ? { Version: '2012-10-17' } : one.version === '' ? {} : { Version: one.version };
  const policy = (name: string, kind: PolicyKind, statements: Statements): NamedPolicy => ({
    name,
    policy: compilePolicy(JSON.stringify({ ...version, Statement: statements }), kind),
  });
  const some = (name: string, kind: PolicyKind, statements: Statements | undefined): readonly NamedPolicy[] =>
    statements && statements.length > 0 ? [policy(name, kind, statements)] : [];
  const levels = (name: string, kind: PolicyKind, all: readonly Statements[] | undefined): readonly (readonly NamedPolicy[])[] | undefined =>
    all?.map((level, at) => some(`${name} ${at}`, kind, level));
  const rule = one.rule ?? (one.condition ? 'identity' : 'key');
  const conditional = one.condition && [{ Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*', Condition: one.condition }];
  const principal = CALLERS[one.caller ?? 'alice'];
  if (!principal) throw new Error(`${one.name}: there is no caller ${one.caller}`);
  return {
    action: one.action ?? 'kms:Encrypt',
    resource: one.resource ?? KEY,
    resourceAccount: OWNER,
    rule,
    principal,
    policies: {
      identity: some('inline:test', 'identity', conditional ?? one.identity),
      boundary: one.boundary && policy('boundary', 'boundary', one.boundary),
      session: one.session && some('session policy', 'session', one.session),
      serviceControl: levels('service control', 'service-control', one.serviceControl),
    },
    resourcePolicy: one.resourcePolicy && policy('key policy', rule === 'trust' ? 'trust' : 'resource', one.resourcePolicy),
    resourceControl: levels('resource control', 'resource-control', one.resourceControl),
    context: (key) => one.context?.[key],
    granted: one.granted,
  };
}
