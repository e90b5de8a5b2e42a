/**
 * `bench/decide.ts`: microseconds a decision takes, of the engine alone and with all that `Authority` does around it: a
 * key policy of 5 statements, and an identity policy of 20 statements with conditions.
 */
import { compilePolicy } from '../src/authz/compile-policy.ts';
import { Authority } from '../src/authz/authorise.ts';
import type { AuthorizationRequest } from '../src/authz/contract.ts';
import { decide } from '../src/authz/decide.ts';
import { mintCaller } from '../src/base/caller.ts';
import type { Ask, RequestContext } from '../src/base/operation.ts';

const ACCOUNT = '111122223333';
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
const ROUNDS = 7;
const PER_ROUND = 200_000;

const iam = (path: string): { AWS: string } => ({ AWS: `arn:aws:iam::${ACCOUNT}:${path}` });
const document = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

const KEY_POLICY = document(
  { Effect: 'Allow', Principal: iam('root'), Action: 'kms:*', Resource: '*' },
  { Effect: 'Allow', Principal: iam('role/Admin'), Action: ['kms:Create*', 'kms:Describe*', 'kms:Enable*', 'kms:Put*'], Resource: '*' },
  { Effect: 'Allow', Principal: iam('role/App'), Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' },
  { Effect: 'Allow', Principal: iam('role/App'), Action: 'kms:CreateGrant', Resource: '*', Condition: { Bool: { 'kms:GrantIsForAWSResource': true } } },
  { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': false } } },
);

const SERVICES = ['s3', 'ec2', 'sqs', 'sns', 'lambda', 'logs'];
const IDENTITY = document(
  ...Array.from({ length: 14 }, (_, at) => ({
    Effect: 'Allow',
    Action: [`${SERVICES[at % SERVICES.length]}:Get*`, `${SERVICES[at % SERVICES.length]}:List*`],
    Resource: `arn:aws:${SERVICES[at % SERVICES.length]}:*:${ACCOUNT}:thing-${at}/*`,
    Condition: { StringEquals: { 'aws:PrincipalTag/team': 'payments' }, IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] } },
  })),
  { Effect: 'Allow', Action: 'kms:List*', Resource: '*' },
  { Effect: 'Allow', Action: 'kms:Decrypt', Resource: `arn:aws:kms:*:${ACCOUNT}:key/*`, Condition: { StringLike: { 'kms:RequestAlias': 'alias/app-*' } } },
  {
    Effect: 'Allow',
    Action: ['kms:Encrypt', 'kms:GenerateDataKey*'],
    Resource: `arn:aws:kms:*:${ACCOUNT}:key/*`,
    Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT }, StringLike: { 'kms:KeySpec': 'SYMMETRIC_*' } },
  },
  { Effect: 'Deny', Action: 'kms:ScheduleKeyDeletion', Resource: '*' },
  { Effect: 'Deny', Action: 'kms:*', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } } },
  { Effect: 'Deny', Action: '*', Resource: '*', Condition: { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '127.0.0.0/8'] } } },
);

const VALUES: { readonly [key: string]: string } = { 'kms:calleraccount': ACCOUNT, 'kms:keyspec': 'SYMMETRIC_DEFAULT' };
const GLOBALS: { readonly [key: string]: string } = {
  'aws:requestedregion': 'eu-west-1', 'aws:sourceip': '10.1.2.3', 'aws:securetransport': 'true',
};

const engineRequest: AuthorizationRequest = {
  action: 'kms:Encrypt',
  resource: KEY,
  resourceAccount: ACCOUNT,
  rule: 'key',
  principal: { type: 'user', account: ACCOUNT, arn: ALICE, principalArn: ALICE, uniqueId: 'AIDACKCEVSQ6C2EXAMPLE' },
  policies: { identity: [{ name: 'own', policy: compilePolicy(IDENTITY, 'identity') }] },
  resourcePolicy: { name: 'key policy', policy: compilePolicy(KEY_POLICY, 'resource') },
  context: (key) => VALUES[key] ?? GLOBALS[key],
};

const ask: Ask = {
  action: 'kms:Encrypt',
  resource: KEY,
  account: ACCOUNT,
  rule: 'key',
  resourcePolicy: { name: 'key policy', text: KEY_POLICY },
  context: { value: (key) => VALUES[key] },
};
const principal = { type: 'user', account: ACCOUNT, arn: ALICE, principalId: 'AIDAALICE', origin: { arn: ALICE, id: 'AIDAALICE' } } as const;
const context: RequestContext = {
  caller: mintCaller({ principal, account: ACCOUNT, region: 'eu-west-1', accessKeyId: 'AKIA' }),
  requestId: '',
  eventId: '',
  now: 0,
  origin: { sourceAddress: '10.1.2.3', secure: true, userAgent: undefined, host: undefined, tls: undefined },
};
const attached = { identity: [{ name: 'own', text: IDENTITY }] };
const authority = new Authority({ attachedTo: () => attached });

/** The best of some rounds, in microseconds. */
async function best(round: () => Promise<void> | void): Promise<string> {
  let least = Infinity;
  for (let count = 0; count < ROUNDS; count++) {
    const start = process.hrtime.bigint();
    await round();
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 1_000 / PER_ROUND);
  }
  return `${least.toFixed(3)} µs`;
}

if (!decide(engineRequest).allowed) throw new Error('the request that is measured must be allowed');
const engine = await best(() => {
  for (let count = 0; count < PER_ROUND; count++) decide(engineRequest);
});
const around = await best(async () => {
  for (let count = 0; count < PER_ROUND; count++) await authority.authorise(context, 'Encrypt', [ask]);
});
process.stdout.write(`decide     ${engine}\nauthorise  ${around}\n`);
