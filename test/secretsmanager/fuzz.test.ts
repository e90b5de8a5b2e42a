/**
 * Any names, filters, policies, schedules and tokens: every operation answers with success or with an exception that its
 * model knows or that all operations share; never with an internal error.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import model from '../../src/services/secretsmanager/model.json' with { type: 'json' };
import { ACCOUNT, REGION, type SecretsEmulator, startEmulator } from './support.ts';

const COMMON = ['ValidationException', 'SerializationException', 'AccessDeniedException'];
const RUNS = 40;
const TOKEN = '0123456789abcdef0123456789abcdef';
/** Long enough to be one, and no text for a database. */
const ODD = ['\u0000', '\ud800'].map((text) => text.repeat(32));
const arn = (id: string, account = ACCOUNT, region = REGION): string => `arn:aws:secretsmanager:${region}:${account}:secret:${id}`;
const NAMES = ['f/a', 'f/b', 'none', 'f/a-AbCdEf', arn('f/a'), arn('f/a-AbCdEf'), arn('f/a', '111122223333'), arn('f/a', ACCOUNT, 'eu-west-1'), 'arn:aws:s3:::x', 'arn:'];

const text = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('', '!', '/', '\u0000', '%', '*', '\ud800', '__proto__', 'constructor'));
const name = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...NAMES) }, { weight: 2, arbitrary: text });
const token = fc.oneof(fc.constantFrom(TOKEN, TOKEN.replace('0', '1'), TOKEN.replace('0', '2'), ...ODD), text);
const label = fc.oneof(fc.constantFrom('AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING', 'own', '__proto__', 'constructor'), text);
const number = fc.oneof(fc.integer({ min: -2, max: 110 }), fc.constantFrom(2 ** 31, 2 ** 53, 1.5));
const region = fc.oneof(fc.constantFrom('eu-west-1', REGION, 'ap-south-1'), text);
const tags = fc.array(fc.record({ Key: fc.oneof(fc.constantFrom('a', 'aws:x', '__proto__'), text), Value: text }, { requiredKeys: [] }), { maxLength: 3 });
const regions = fc.array(fc.record({ Region: region, KmsKeyId: fc.oneof(fc.constantFrom('alias/aws/secretsmanager', 'alias/none'), text) }, { requiredKeys: [] }), { maxLength: 2 });
const filters = fc.array(
  fc.record({ Key: fc.constantFrom('name', 'description', 'tag-key', 'tag-value', 'primary-region', 'owning-service', 'all', 'x'), Values: fc.array(text, { maxLength: 3 }) }, { requiredKeys: [] }),
  { maxLength: 3 },
);
const policy = fc.oneof(
  fc.json(),
  text,
  fc
    .record({ Effect: fc.constantFrom('Allow', 'Deny', 'x'), Principal: fc.oneof(fc.constantFrom('*', { AWS: '*' }, { AWS: ACCOUNT }, {}), fc.jsonValue({ maxDepth: 1 })), Action: fc.constantFrom('secretsmanager:*', 'x'), Resource: fc.constantFrom('*', 'x'), Condition: fc.oneof(fc.constant({}), fc.jsonValue({ maxDepth: 2 })) }, { requiredKeys: [] })
    .map((Statement) => JSON.stringify({ Version: '2012-10-17', Statement })),
);
const schedule = fc.oneof(fc.constantFrom('rate(10 days)', 'rate(4 hours)', 'cron(0 8 1 * ? *)', 'cron(* * * * * *)', 'cron(0 1/0 ? * 1#9 *)'), text, text.map((inner) => `cron(0 ${inner} * ? *)`));
const rules = fc.record({ AutomaticallyAfterDays: number, Duration: fc.oneof(fc.constantFrom('1h', '99h'), text), ScheduleExpression: schedule }, { requiredKeys: [] });
const value = { SecretString: fc.oneof(text, fc.constant('v')), SecretBinary: fc.oneof(fc.constantFrom('AAE=', '!'), text) };
const page = { MaxResults: number, NextToken: text };
const lambda = fc.oneof(fc.constantFrom(`arn:aws:lambda:${REGION}:${ACCOUNT}:function:none`, 'arn:aws:lambda'), text);
const secret = { SecretId: name };

const INPUTS: { readonly [operation: string]: { readonly [member: string]: fc.Arbitrary<unknown> } } = {
  CreateSecret: { Name: fc.oneof(fc.constantFrom('f/a', 'f/b', 'f/c'), text), ClientRequestToken: token, ...value, Description: text, KmsKeyId: text, Tags: tags, AddReplicaRegions: regions, ForceOverwriteReplicaSecret: fc.boolean(), Type: text },
  PutSecretValue: { ...secret, ClientRequestToken: token, ...value, VersionStages: fc.array(label, { maxLength: 3 }), RotationToken: text },
  UpdateSecret: { ...secret, ClientRequestToken: token, ...value, Description: text, KmsKeyId: text },
  GetSecretValue: { ...secret, VersionId: token, VersionStage: label },
  DescribeSecret: secret,
  ListSecrets: { ...page, Filters: filters, SortBy: fc.constantFrom('name', 'created-date', 'last-accessed-date', 'x'), SortOrder: fc.constantFrom('asc', 'desc', 'x'), IncludePlannedDeletion: fc.boolean() },
  BatchGetSecretValue: { ...page, SecretIdList: fc.array(name, { maxLength: 3 }), Filters: filters },
  ListSecretVersionIds: { ...secret, ...page, IncludeDeprecated: fc.boolean() },
  UpdateSecretVersionStage: { ...secret, VersionStage: label, RemoveFromVersionId: token, MoveToVersionId: token },
  TagResource: { ...secret, Tags: tags },
  UntagResource: { ...secret, TagKeys: fc.array(text, { maxLength: 3 }) },
  PutResourcePolicy: { ...secret, ResourcePolicy: policy, BlockPublicPolicy: fc.boolean() },
  GetResourcePolicy: secret,
  ValidateResourcePolicy: { ...secret, ResourcePolicy: policy },
  RotateSecret: { ...secret, ClientRequestToken: token, RotationLambdaARN: lambda, RotationRules: rules, RotateImmediately: fc.boolean() },
  CancelRotateSecret: secret,
  ReplicateSecretToRegions: { ...secret, AddReplicaRegions: regions, ForceOverwriteReplicaSecret: fc.boolean() },
  RemoveRegionsFromReplication: { ...secret, RemoveReplicaRegions: fc.array(region, { maxLength: 2 }) },
  StopReplicationToReplica: secret,
  DeleteResourcePolicy: secret,
  DeleteSecret: { ...secret, RecoveryWindowInDays: number, ForceDeleteWithoutRecovery: fc.boolean() },
  RestoreSecret: secret,
  GetRandomPassword: { PasswordLength: number, ExcludeCharacters: text, ExcludeNumbers: fc.boolean(), IncludeSpace: fc.boolean(), RequireEachIncludedType: fc.boolean() },
};

describe('whatever is asked', () => {
  let emulator: SecretsEmulator;
  before(async () => {
    emulator = await startEmulator();
    for (const Name of ['f/a', 'f/b']) await emulator.post('CreateSecret', { Name, SecretString: 'v', ClientRequestToken: TOKEN });
  });
  after(() => emulator.stop());

  test('all operations are asked', () => assert.deepEqual(Object.keys(INPUTS).sort(), Object.keys(model.operations).sort()));

  for (const [operation, members] of Object.entries(INPUTS)) {
    test(operation, async () => {
      const { errors } = model.operations[operation as keyof typeof model.operations];
      const known = [...COMMON, ...(errors as { shape: string }[]).map(({ shape }) => shape)].filter((shape) => shape !== 'InternalServiceError');
      await fc.assert(
        fc.asyncProperty(fc.record(members, { requiredKeys: [] }), async (input) => {
          const { status, body } = await emulator.post(operation, input);
          if (status === 200) return;
          assert.equal(status, 400, JSON.stringify(body));
          assert.ok(known.includes(String(body['__type'])), `${operation}: ${JSON.stringify(body)}`);
        }),
        { numRuns: RUNS },
      );
    });
  }
});
