/**
 * Every operation of IAM and STS, from their models: refused to a user without policies, asked for by the
 * administrator, and with a member that the model does not allow. The records show the request, and of changes the answer, as the SDK sends and reads them, in names that
 * begin lower, without what the models call sensitive. (KMS has records of its own to compare with.)
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as iamSdk from '@aws-sdk/client-iam';
import * as stsSdk from '@aws-sdk/client-sts';
import type { ServiceModel } from '../../../src/base/api-model.ts';
import iamModel from '../../../src/services/iam/model.json' with { type: 'json' };
import stsModel from '../../../src/services/sts/model.json' with { type: 'json' };
import { inputFor } from '../../authorization/model-inputs.ts';
import { Resources } from '../../authorization/resources.ts';
import { ACCOUNT, type Event, type Keys, REGION, type Stage, stage } from './support.ts';

type Constructor<Made> = new (config: object) => Made;
type Sender = { send(command: object): Promise<object>; destroy(): void };

const SERVICES: { readonly [name: string]: { readonly model: ServiceModel; readonly sdk: object; readonly client: string } } = {
  iam: { model: iamModel as never, sdk: iamSdk, client: 'IAMClient' },
  sts: { model: stsModel as never, sdk: stsSdk, client: 'STSClient' },
};

/** Nobody's trail has them: they are unsigned, and the tokens here prove nothing. The SDK does not even send a signature. */
const UNSIGNED = ['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'];
/** Open to everyone. */
const OPEN = ['GetCallerIdentity', 'GetSessionToken'];
/** Without members, or with none that the model says anything of. */
const FREE = [
  'DeleteAccountPasswordPolicy', 'DisableOrganizationsRootCredentialsManagement', 'DisableOrganizationsRootSessions',
  'DisableOutboundWebIdentityFederation', 'EnableOrganizationsRootCredentialsManagement', 'EnableOrganizationsRootSessions',
  'EnableOutboundWebIdentityFederation', 'GenerateCredentialReport', 'GetAccountPasswordPolicy', 'GetAccountProperties',
  'GetAccountSummary', 'GetCallerIdentity', 'GetCredentialReport', 'GetDelegatedAccessToken', 'GetOutboundWebIdentityFederationInfo',
  'ListOpenIDConnectProviders', 'ListOrganizationsFeatures', 'ListSAMLProviders', 'PutAccountProperties',
];
/** Codes that are good once, and a text that only AWS can read. */
const NEVER = ['TokenCode', 'AuthenticationCode1', 'AuthenticationCode2', 'EncodedMessage'];
/** Names that a reader would take for something else. */
const READ_ONLY: { readonly [operation: string]: boolean } = {
  AssumeRole: true,
  AssumeRoot: true,
  DecodeAuthorizationMessage: true,
  GetFederationToken: false,
};
const ANSWERED_READS = ['AssumeRole', 'GetSessionToken'];

const readOnly = (name: string): boolean => READ_ONLY[name] ?? /^(Get|List|Simulate)/.test(name);

/** What a record shows of a value, worked out from the model as AWS describes it. */
function shown(model: ServiceModel, name: string, value: unknown): unknown {
  const shape = model.shapes[name]!;
  if (shape.sensitive || shape.type === 'blob' || value === undefined) return undefined;
  if (shape.type === 'timestamp') {
    const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
    return format.format(value as Date).replaceAll('\u202f', ' ');
  }
  if (shape.type === 'list') return (value as unknown[]).map((item) => shown(model, shape.member!.shape, item)).filter((item) => item !== undefined);
  if (shape.type !== 'structure') return value;
  const entries = Object.entries(shape.members!).flatMap(([member, { shape: of }]) => {
    const item = NEVER.includes(member) ? undefined : shown(model, of, (value as { [name: string]: unknown })[member]);
    return item === undefined ? [] : [[member.charAt(0).toLowerCase() + member.slice(1), item]];
  });
  return Object.fromEntries(entries);
}

/** A member that the model does not allow; `undefined` where anything goes. */
function notAllowed(model: ServiceModel, name: string): object | undefined {
  const members = Object.entries(model.shapes[model.operations[name]!.input?.shape ?? '']?.members ?? {});
  for (const [member, { shape: of }] of members) {
    const { type, min = 0, max, enum: values } = model.shapes[of]!;
    if (values) return { [member]: 'neither' };
    if (type === 'string' && min > 1) return { [member]: 'a' };
    if (type === 'string' && max) return { [member]: 'a'.repeat(max + 1) };
    if (type === 'integer' && max) return { [member]: max + 1 };
    if (type === 'list') return { [member]: [''] };
  }
  return undefined;
}

const orNull = (value: unknown): unknown => (value === undefined || Object.keys(value as object).length === 0 ? null : value);

describe('records of every operation of IAM and STS', () => {
  const cleanups: (() => Promise<void> | void)[] = [];
  let on: Stage;
  let resources: Resources;
  let nobody: Keys;
  before(async () => {
    on = await stage({ after: (clean: never) => cleanups.unshift(clean) });
    nobody = await on.user('nobody');
    resources = new Resources(on.booted, on.iam() as never);
  });
  after(async () => {
    for (const clean of cleanups) await clean();
  });

  function call(service: string, name: string, credentials: Keys, input: object): Promise<object> {
    const { sdk, client } = SERVICES[service]!;
    const classes = sdk as { [name: string]: Constructor<never> };
    const sender = new (classes[client] as Constructor<Sender>)({ endpoint: on.booted.trent.url, region: REGION, credentials, maxAttempts: 1 });
    return sender.send(new (classes[`${name}Command`] as Constructor<object>)(input)).finally(() => sender.destroy());
  }

  const record = async (asked: Promise<object>): Promise<Event> => (await on.one(asked as never)).event;

  for (const [service, { model }] of Object.entries(SERVICES)) {
    for (const name of Object.keys(model.operations).filter((operation) => !UNSIGNED.includes(operation))) {
      test(`${service}:${name}`, async () => {
        const { input: given, output } = model.operations[name]!;
        const input = await inputFor(model, name, resources.values);
        const parameters = orNull(given && shown(model, given.shape, input));
        if (!OPEN.includes(name)) {
          const denied = await record(call(service, name, nobody, input));
          assert.deepEqual([denied.errorCode, denied.responseElements], ['AccessDenied', null]);
          assert.deepEqual(denied.requestParameters, parameters);
        }
        const asked = call(service, name, on.booted.credentials, input);
        const event = await record(asked);
        const answer = await asked.catch(() => undefined);
        assert.deepEqual([event.eventSource, event.eventName, event.awsRegion], [`${service}.amazonaws.com`, name, REGION]);
        assert.deepEqual(event.requestParameters, parameters);
        assert.deepEqual([event['readOnly'], event.recipientAccountId], [readOnly(name), ACCOUNT]);
        assert.equal(event.errorCode === undefined, answer !== undefined);
        const isShown = answer && output && (!readOnly(name) || ANSWERED_READS.includes(name));
        assert.deepEqual(event.responseElements, isShown ? orNull(shown(model, output.shape, answer)) : null);
        const wrong = notAllowed(model, name);
        if (FREE.includes(name)) return assert.equal(wrong, undefined);
        const invalid = await record(call(service, name, on.booted.credentials, { ...input, ...wrong }));
        assert.deepEqual([invalid.eventName, invalid.errorCode], [name, 'ValidationException']);
        assert.deepEqual([invalid.requestParameters, invalid.responseElements], [null, null]);
      });
    }
  }

  test('refusals of IAM are called by the names of their classes', async () => {
    const event = await record(on.iam().getUser({ UserName: 'ghost' }));
    assert.deepEqual([event.errorCode, event['errorMessage']], ['NoSuchEntityException', 'The user with name ghost cannot be found.']);
    assert.deepEqual(event.requestParameters, { userName: 'ghost' });
    const invalid = await record(on.iam().createUser({ UserName: 'no such name!' }));
    assert.deepEqual([invalid.errorCode, invalid.requestParameters], ['ValidationException', null]);
  });

  test('what IAM records are found by', async () => {
    const found = async (call: Promise<object>) => (await on.one(call as never)).resources;
    assert.deepEqual(await found(on.iam().createUser({ UserName: 'carol' })), [['AWS::IAM::User', 'carol']]);
    const key = on.iam().createAccessKey({ UserName: 'carol' });
    const names = await found(key);
    assert.deepEqual(names, [['AWS::IAM::User', 'carol'], ['AWS::IAM::AccessKey', (await key).AccessKey!.AccessKeyId]]);
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] });
    const made = on.iam().createPolicy({ PolicyName: 'all', PolicyDocument });
    assert.deepEqual(await found(made), [['AWS::IAM::Policy', (await made).Policy!.Arn]]);
  });

  test('IAM records are in us-east-1, whatever region was signed for', async () => {
    const iam = new iamSdk.IAM({ endpoint: on.booted.trent.url, region: 'eu-west-1', credentials: on.booted.credentials });
    assert.equal((await record(iam.listUsers({}))).awsRegion, 'us-east-1');
    assert.equal((await record(on.sts(undefined, 'eu-west-1').getCallerIdentity({}))).awsRegion, 'eu-west-1');
  });

  test('no secret access key that was given out is in any of them', async () => {
    const text = on.recorded().map((each) => each.text).join('\n');
    assert.equal(/secretAccessKey/i.test(text), false);
  });
});
