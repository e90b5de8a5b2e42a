/** Rotation, with an endpoint and a command in the place of the Lambda function. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import { ACCOUNT, DAY, refuses, REGION, type SecretsEmulator, startEmulator } from './support.ts';

interface Event {
  readonly Step: string;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

const functionArn = (name: string, account = ACCOUNT, region = REGION): string => `arn:aws:lambda:${region}:${account}:function:${name}`;

describe('rotation', () => {
  let emulator: SecretsEmulator;
  let server: Server;
  let count = 0;
  const events: Event[] = [];
  /** Secrets that go on rotating unless they are deleted. */
  const made: string[] = [];
  /** What the function does in a step, besides what every good one does. */
  let inStep: (event: Event) => Promise<number> | number = () => 200;
  const directory = mkdtempSync(join(tmpdir(), 'trent-test-'));
  const seen = join(directory, 'seen');

  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => void answer(JSON.parse(body) as Event).catch(() => 500).then((status) => response.writeHead(status).end('null')));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rotate`;
    const script = join(directory, 'rotate.mjs');
    writeFileSync(script, SCRIPT);
    writeFileSync(seen, '');
    emulator = await startEmulator({
      rotationFunctions: [
        { name: 'endpoint', target: url },
        { name: 'script', target: `command:${process.execPath} ${script} ${seen}` },
        { name: 'broken', target: 'command:exit 3' },
      ],
    });
  });
  afterEach(async () => {
    for (const SecretId of made.splice(0)) await emulator.secrets.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true });
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true, force: true });
    emulator.booted.reports.length = 0;
    await emulator.stop();
  });

  /** As AWS's function templates: a new value in the first step, the label in the last. */
  async function answer(event: Event): Promise<number> {
    const { secrets } = emulator;
    const { Step, SecretId, ClientRequestToken } = event;
    events.push(event);
    const status = await inStep(event);
    if (status !== 200) return status;
    if (Step === 'createSecret') {
      await refuses(secrets.getSecretValue({ SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' }), 'ResourceNotFoundException');
      await secrets.putSecretValue({ SecretId, ClientRequestToken, SecretString: `made by ${ClientRequestToken}`, VersionStages: ['AWSPENDING'] });
    }
    if (Step === 'finishSecret') {
      const { VersionId } = await secrets.getSecretValue({ SecretId });
      await secrets.updateSecretVersionStage({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId: VersionId });
    }
    return 200;
  }

  async function newSecret(): Promise<{ SecretId: string; arn: string; first: string }> {
    events.length = 0;
    inStep = () => 200;
    const { Name, ARN, VersionId } = await emulator.secrets.createSecret({ Name: `rotation-${++count}`, SecretString: 'first' });
    made.push(Name!);
    return { SecretId: Name!, arn: ARN!, first: VersionId! };
  }

  async function until(SecretId: string, holds: (described: DescribeSecretCommandOutput) => boolean) {
    for (const deadline = Date.now() + 90_000; ; ) {
      const described = await emulator.secrets.describeSecret({ SecretId });
      if (holds(described)) return described;
      assert.ok(Date.now() < deadline, JSON.stringify(described));
    }
  }

  test('takes its four steps and makes the new version the current one', async () => {
    const { secrets, advance } = emulator;
    const { SecretId, arn, first } = await newSecret();
    const ClientRequestToken = randomUUID();
    const RotationRules = { AutomaticallyAfterDays: 10 };
    const started = await secrets.rotateSecret({ SecretId, ClientRequestToken, RotationLambdaARN: functionArn('endpoint'), RotationRules });
    assert.deepEqual([started.ARN, started.Name, started.VersionId], [arn, SecretId, ClientRequestToken]);
    const rotated = await until(SecretId, ({ LastRotatedDate }) => LastRotatedDate !== undefined);
    assert.deepEqual(events, ['createSecret', 'setSecret', 'testSecret', 'finishSecret'].map((Step) => ({ Step, SecretId: arn, ClientRequestToken })));
    assert.deepEqual(rotated.VersionIdsToStages, { [first]: ['AWSPREVIOUS'], [ClientRequestToken]: ['AWSCURRENT'] });
    assert.deepEqual([rotated.RotationEnabled, rotated.RotationLambdaARN, rotated.RotationRules], [true, functionArn('endpoint'), RotationRules]);
    const today = Math.floor((await advance(0)) / DAY) * DAY;
    assert.equal(rotated.NextRotationDate!.getTime(), today + 11 * DAY - 1_000);
    assert.equal((await secrets.getSecretValue({ SecretId })).SecretString, `made by ${ClientRequestToken}`);
    await secrets.rotateSecret({ SecretId, ClientRequestToken, RotationLambdaARN: functionArn('endpoint'), RotationRules });
    assert.equal(events.length, 4, 'a repeated request rotates nothing');
  });

  test('happens again in each window, until it is cancelled', async () => {
    const { secrets, advance } = emulator;
    const { SecretId } = await newSecret();
    await secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('endpoint'), RotationRules: { ScheduleExpression: 'rate(10 days)' } });
    await until(SecretId, ({ LastRotatedDate }) => LastRotatedDate !== undefined);
    await advance(31 * DAY);
    assert.equal(events.filter(({ Step }) => Step === 'finishSecret').length, 4);
    assert.equal((await secrets.cancelRotateSecret({ SecretId })).VersionId, undefined, 'nothing is pending');
    await advance(31 * DAY);
    assert.equal(events.filter(({ Step }) => Step === 'finishSecret').length, 4);
    const { RotationEnabled, NextRotationDate, RotationRules } = await secrets.describeSecret({ SecretId });
    assert.deepEqual([RotationEnabled, NextRotationDate, RotationRules?.ScheduleExpression], [false, undefined, 'rate(10 days)']);
  });

  test('that is cancelled on its way takes no further step', async () => {
    const { secrets, advance } = emulator;
    const { SecretId, first } = await newSecret();
    const ClientRequestToken = randomUUID();
    inStep = async ({ Step }) => {
      if (Step === 'setSecret') assert.equal((await secrets.cancelRotateSecret({ SecretId })).VersionId, ClientRequestToken);
      return 200;
    };
    await secrets.rotateSecret({ SecretId, ClientRequestToken, RotationLambdaARN: functionArn('endpoint'), RotationRules: { AutomaticallyAfterDays: 10 } });
    await until(SecretId, ({ RotationEnabled }) => RotationEnabled === false);
    await advance(31 * DAY);
    assert.deepEqual(events.map(({ Step }) => Step), ['createSecret', 'setSecret']);
    await refuses(secrets.rotateSecret({ SecretId }), 'InvalidRequestException', /previous rotation isn't complete/);
    await advance(31 * DAY);
    assert.equal(events.length, 2, 'what was cancelled is not gone on with');
    const { VersionIdsToStages } = await secrets.describeSecret({ SecretId });
    assert.deepEqual(VersionIdsToStages, { [first]: ['AWSCURRENT'], [ClientRequestToken]: ['AWSPENDING'] });
  });

  test('is abandoned when somebody puts a new value meanwhile', async () => {
    const { secrets, advance } = emulator;
    const { SecretId, first } = await newSecret();
    inStep = async ({ Step }) => {
      if (Step === 'setSecret') await secrets.putSecretValue({ SecretId, SecretString: 'by hand' });
      return 200;
    };
    await secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('endpoint'), RotationRules: { AutomaticallyAfterDays: 10 } });
    const { VersionIdsToStages } = await until(SecretId, ({ VersionIdsToStages: stages }) => stages![first]?.[0] === 'AWSPREVIOUS');
    assert.deepEqual(Object.values(VersionIdsToStages!).flat().sort(), ['AWSCURRENT', 'AWSPREVIOUS']);
    await advance(0);
    assert.deepEqual(events.map(({ Step }) => Step), ['createSecret', 'setSecret']);
    assert.equal((await secrets.getSecretValue({ SecretId })).SecretString, 'by hand');
    inStep = () => 200;
    await advance(10 * DAY);
    assert.equal(events.length, 6);
    assert.match((await secrets.getSecretValue({ SecretId })).SecretString!, /^made by/);
  });

  test('waits as long again when somebody puts a new value', async () => {
    const { secrets, advance } = emulator;
    const { SecretId } = await newSecret();
    await secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('endpoint'), RotationRules: { AutomaticallyAfterDays: 10 } });
    const { NextRotationDate } = await until(SecretId, ({ LastRotatedDate }) => LastRotatedDate !== undefined);
    await advance(6 * DAY);
    await secrets.putSecretValue({ SecretId, SecretString: 'by hand' });
    const { NextRotationDate: later } = await secrets.describeSecret({ SecretId });
    assert.equal(later!.getTime() - NextRotationDate!.getTime(), 6 * DAY);
    await advance(6 * DAY);
    assert.equal((await secrets.getSecretValue({ SecretId })).SecretString, 'by hand');
    await advance(4 * DAY);
    assert.notEqual((await secrets.getSecretValue({ SecretId })).SecretString, 'by hand');
  });

  test('that fails leaves the current version alone, and is tried again with the same version', async () => {
    const { secrets, advance } = emulator;
    const { SecretId, first } = await newSecret();
    inStep = ({ Step }) => (Step === 'setSecret' ? 500 : 200);
    const ClientRequestToken = randomUUID();
    const input = { SecretId, ClientRequestToken, RotationLambdaARN: functionArn('endpoint'), RotationRules: { AutomaticallyAfterDays: 10 } };
    await secrets.rotateSecret(input);
    await until(SecretId, () => events.length === 2);
    assert.equal((await secrets.getSecretValue({ SecretId })).VersionId, first);
    assert.deepEqual((await secrets.describeSecret({ SecretId })).VersionIdsToStages, { [first]: ['AWSCURRENT'], [ClientRequestToken]: ['AWSPENDING'] });
    await refuses(secrets.rotateSecret({ SecretId }), 'InvalidRequestException', "A previous rotation isn't complete. That rotation will be reattempted.");
    inStep = ({ Step }) => (Step === 'createSecret' ? 201 : 200);
    await advance(DAY);
    const rotated = await secrets.describeSecret({ SecretId });
    assert.deepEqual(rotated.VersionIdsToStages, { [first]: ['AWSPREVIOUS'], [ClientRequestToken]: ['AWSCURRENT'] });
  });

  test('cannot make the current version one that has no value yet', async () => {
    const { secrets, booted } = emulator;
    const { SecretId, first } = await newSecret();
    booted.reports.length = 0;
    const { VersionId } = await secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('broken') });
    const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: VersionId, RemoveFromVersionId: first };
    await refuses(secrets.updateSecretVersionStage(move), 'ResourceNotFoundException');
    assert.equal((await secrets.getSecretValue({ SecretId })).SecretString, 'first');
    await until(SecretId, () => booted.reports.length > 0);
  });

  test('stays with the primary when a replica is promoted', async () => {
    const { secrets, secretsIn } = emulator;
    const { SecretId } = await newSecret();
    const there = secretsIn({ region: 'eu-west-1' });
    await secrets.replicateSecretToRegions({ SecretId, AddReplicaRegions: [{ Region: 'eu-west-1' }] });
    await secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('endpoint'), RotationRules: { AutomaticallyAfterDays: 10 } });
    await until(SecretId, ({ LastRotatedDate }) => LastRotatedDate !== undefined);
    assert.equal((await there.describeSecret({ SecretId })).RotationEnabled, true);
    await there.stopReplicationToReplica({ SecretId });
    const { RotationEnabled, NextRotationDate, VersionIdsToStages } = await there.describeSecret({ SecretId });
    assert.deepEqual([RotationEnabled, NextRotationDate], [undefined, undefined], 'nothing rotates it');
    assert.deepEqual(VersionIdsToStages, (await secrets.describeSecret({ SecretId })).VersionIdsToStages);
  });

  test('whose function does not move AWSCURRENT has failed', async () => {
    const { secrets, booted } = emulator;
    const { SecretId, first } = await newSecret();
    inStep = ({ Step }) => (Step === 'finishSecret' ? 204 : 200);
    booted.reports.length = 0;
    await secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('endpoint') });
    await until(SecretId, () => booted.reports.length > 0);
    assert.match(String(booted.reports[0]), /without making its version the current one/);
    assert.equal((await secrets.getSecretValue({ SecretId })).VersionId, first);
  });

  test('that waits for its window tries the function out with a version that goes away', async () => {
    const { secrets, advance } = emulator;
    const { SecretId, first } = await newSecret();
    await secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('endpoint'), RotationRules: { AutomaticallyAfterDays: 10 }, RotateImmediately: false });
    await until(SecretId, ({ VersionIdsToStages }) => events.length === 1 && Object.keys(VersionIdsToStages!).length === 1);
    assert.deepEqual(events.map(({ Step }) => Step), ['testSecret']);
    await advance(10 * DAY);
    assert.equal(events.length, 5);
    assert.notEqual((await secrets.getSecretValue({ SecretId })).VersionId, first);
  });

  test('can be a command, which finds the server in its environment and nothing else', async () => {
    const { secrets } = emulator;
    const { SecretId } = await newSecret();
    process.env['TRENT_TEST_SECRET'] = 'not for commands';
    await secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('script') });
    await until(SecretId, ({ LastRotatedDate }) => LastRotatedDate !== undefined);
    delete process.env['TRENT_TEST_SECRET'];
    assert.equal((await secrets.getSecretValue({ SecretId })).SecretString, 'by command');
    const environments = readFileSync(seen, 'utf8').trim().split('\n');
    assert.equal(environments.length, 4);
    for (const names of environments) assert.doesNotMatch(names, /TRENT_/);
  });

  test('is refused without a function, or with one that is not there', async () => {
    const { secrets } = emulator;
    const { SecretId } = await newSecret();
    const none = secrets.rotateSecret({ SecretId });
    await refuses(none, 'InvalidRequestException', 'No Lambda rotation function ARN is associated with this secret.');
    const foreign = secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('endpoint', '111122223333') });
    await refuses(foreign, 'AccessDeniedException', /is not authorized to perform: lambda:InvokeFunction on resource/);
    for (const arn of [functionArn('no-such'), functionArn('endpoint', ACCOUNT, 'eu-west-1'), 'arn:aws:lambda:x']) {
      await refuses(secrets.rotateSecret({ SecretId, RotationLambdaARN: arn }), 'AccessDeniedException', /^Secrets Manager cannot invoke the specified Lambda function\./);
    }
    const RotationRules = { ScheduleExpression: 'rate(1 hour)' };
    await refuses(secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('endpoint'), RotationRules }), 'InvalidParameterException');
    assert.equal((await secrets.describeSecret({ SecretId })).RotationEnabled, undefined);
  });

  test('that keeps failing waits for its next window after some tries', async () => {
    const { secrets, advance, booted } = emulator;
    const { SecretId } = await newSecret();
    booted.reports.length = 0;
    await secrets.rotateSecret({ SecretId, RotationLambdaARN: functionArn('broken'), RotationRules: { AutomaticallyAfterDays: 10 } });
    await until(SecretId, () => booted.reports.length > 0);
    await advance(2 * DAY);
    assert.equal(booted.reports.filter((report) => /rotation command failed with status 3/.test(String(report))).length, 5);
  });
});

const SCRIPT = `
import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync(process.argv[2], Object.keys(process.env).join(' ') + '\\n');
const { Step, SecretId, ClientRequestToken } = JSON.parse(readFileSync(0, 'utf8'));
async function call(operation, input) {
  const authorization = \`AWS4-HMAC-SHA256 Credential=000000000000/20260101/\${process.env.AWS_REGION}/secretsmanager/aws4_request, SignedHeaders=host, Signature=0\`;
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': \`secretsmanager.\${operation}\`, authorization };
  const response = await fetch(process.env.SECRETS_MANAGER_ENDPOINT, { method: 'POST', headers, body: JSON.stringify(input) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
if (Step === 'createSecret') await call('PutSecretValue', { SecretId, ClientRequestToken, SecretString: 'by command', VersionStages: ['AWSPENDING'] });
if (Step === 'finishSecret') {
  const { VersionId } = await call('GetSecretValue', { SecretId });
  await call('UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId: VersionId });
}
`;
