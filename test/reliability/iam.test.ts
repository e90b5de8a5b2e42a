/** IAM on disk: kill -9 loses no answered change, secrets of access keys lie nowhere, and PostgreSQL tells the same story. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { IAM } from '@aws-sdk/client-iam';
import { ListKeysCommand } from '@aws-sdk/client-kms';
import { boot, type Booted } from '../support/boot.ts';
import { startPostgres } from '../support/postgres.ts';
import { Chance, printedSeed } from '../support/random.ts';
import { serve, type Served } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { tracesIn, tracesInDirectory } from '../support/traces.ts';
import { allow, type Keys, policy } from '../iam/support.ts';

const READ = policy(allow('kms:ListKeys'));
const ROUNDS = 5;
const WRITERS = 4;
/** A round lasts this long at least and at most, milliseconds. */
const SHORTEST_MS = 50;
const LONGEST_MS = 500;

function iamOf({ url, variables }: Pick<Served, 'url' | 'variables'>): IAM {
  const credentials = { accessKeyId: variables['AWS_ACCESS_KEY_ID']!, secretAccessKey: variables['AWS_SECRET_ACCESS_KEY']! };
  return new IAM({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

/** What answers said of one user. A change that was asked for and not answered may be in or not. */
class Subject {
  readonly name: string;
  answered: string[] = [];
  asked: string | undefined;

  constructor(name: string) {
    this.name = name;
  }

  async do(what: string, act: () => Promise<unknown>): Promise<void> {
    this.asked = what;
    await act();
    this.answered.push(what);
    this.asked = undefined;
  }
}

/** Makes users with all that hangs on them, until the server is gone. */
async function write(iam: IAM, prefix: string, subjects: Subject[]): Promise<void> {
  for (let i = 0; ; i++) {
    const UserName = `${prefix}-${i}`;
    const subject = new Subject(UserName);
    subjects.push(subject);
    try {
      await subject.do('user', () => iam.createUser({ UserName, Tags: [{ Key: 'made', Value: 'whole' }] }));
      await subject.do('policy', () => iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument: READ }));
      await subject.do('key', () => iam.createAccessKey({ UserName }));
      await subject.do('group', () => iam.addUserToGroup({ UserName, GroupName: 'staff' }));
    } catch {
      return;
    }
  }
}

/** The changes that are in, in the order in which they were asked for. */
async function observe(iam: IAM, UserName: string): Promise<string[]> {
  const user = await iam.getUser({ UserName }).catch((error: Error) => {
    assert.equal(error.name, 'NoSuchEntityException');
    return undefined;
  });
  if (!user) return [];
  assert.deepEqual(user.User!.Tags, [{ Key: 'made', Value: 'whole' }]);
  const policies = (await iam.listUserPolicies({ UserName })).PolicyNames!;
  const keys = (await iam.listAccessKeys({ UserName })).AccessKeyMetadata!;
  const groups = (await iam.listGroupsForUser({ UserName })).Groups!;
  return ['user', ...policies.map(() => 'policy'), ...keys.map(() => 'key'), ...groups.map(() => 'group')];
}

async function check(iam: IAM, subjects: readonly Subject[]): Promise<void> {
  for (const { name, answered, asked } of subjects) {
    const seen = await observe(iam, name);
    const withAsked = asked === undefined ? answered : [...answered, asked];
    const expected = seen.length > answered.length ? withAsked : answered;
    assert.deepEqual(seen, expected, `${name}: answered ${answered.join()}, asked ${asked}`);
  }
}

test(`${ROUNDS} rounds of changes to users, each ended by kill -9`, async (t) => {
  const chance = new Chance(printedSeed());
  const data = join(temporaryDirectory(t), 'data');
  const subjects: Subject[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await using served = await serve(['--data', data]);
    const iam = iamOf(served);
    if (round === 0) await iam.createGroup({ GroupName: 'staff' });
    const running = Array.from({ length: WRITERS }, (_, i) => write(iam, `r${round}-w${i}`, subjects));
    await pause(SHORTEST_MS + chance.below(LONGEST_MS - SHORTEST_MS));
    served.child.kill('SIGKILL');
    await Promise.all(running);
    iam.destroy();
  }
  await using served = await serve(['--data', data]);
  const iam = iamOf(served);
  await check(iam, subjects);
  iam.destroy();
  const changes = subjects.reduce((sum, { answered }) => sum + answered.length, 0);
  t.diagnostic(`${changes} answered changes`);
  assert.ok(changes > ROUNDS * WRITERS, 'the writers wrote');
});

test('secrets of access keys are in one answer, and neither in files nor in output', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  await using served = await serve(['--data', data]);
  const iam = iamOf(served);
  const answers: string[] = [];
  iam.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      answers.push(JSON.stringify(result.output));
      return result;
    },
    { step: 'initialize' },
  );
  const UserName = 'marked-user';
  await iam.createUser({ UserName });
  await iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument: READ });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  const { AccessKeyId, SecretAccessKey } = AccessKey!;
  const secrets = { text: Buffer.from(SecretAccessKey!), bytes: Buffer.from(SecretAccessKey!, 'base64') };
  assert.deepEqual(tracesIn(Buffer.from(answers.pop()!), secrets, 'answer'), ['answer: text', 'answer: bytes'], 'once');
  const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey! };
  await served.client({ credentials }).send(new ListKeysCommand({}));
  await iam.getUser({ UserName });
  await iam.listAccessKeys({ UserName });
  await iam.getAccessKeyLastUsed({ AccessKeyId });
  await iam.getAccountAuthorizationDetails({});
  await iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' });
  await assert.rejects(served.client({ credentials }).send(new ListKeysCommand({})));
  iam.destroy();
  assert.deepEqual(tracesIn(Buffer.from(answers.join('\n')), secrets, 'answers'), []);
  assert.deepEqual(tracesInDirectory(data, secrets), [], 'while the server runs');
  assert.equal(await served.end('SIGTERM'), 0);
  assert.deepEqual(tracesInDirectory(data, secrets), [], 'after it has ended');
  assert.deepEqual(tracesIn(Buffer.from(served.output()), secrets, 'output'), []);
  const named = tracesInDirectory(data, { marker: Buffer.from(UserName) });
  assert.ok(named.includes('trent.db: marker') && named.some((trace) => /^\d+\.log: marker$/.test(trace)), 'the search finds what is there, also in the audit journal');
});

/** Everything that a restart must keep, made. */
async function furnish(iam: IAM): Promise<Keys> {
  await iam.createUser({ UserName: 'Ana', Path: '/team/', Tags: [{ Key: 'Ünit', Value: 'ß' }] });
  await iam.createGroup({ GroupName: 'staff' });
  await iam.addUserToGroup({ UserName: 'Ana', GroupName: 'staff' });
  const { Policy } = await iam.createPolicy({ PolicyName: 'read', PolicyDocument: READ });
  await iam.attachGroupPolicy({ GroupName: 'staff', PolicyArn: Policy!.Arn });
  await iam.createOpenIDConnectProvider({ Url: 'https://issuer.example.com', ClientIDList: ['app'] });
  await iam.createAccountAlias({ AccountAlias: 'acme' });
  for (const UserName of ['zoe', 'Bob', 'a_b', 'a-b', 'ab']) await iam.createUser({ UserName });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'Ana' });
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}

const SEEN = ['getAccountAuthorizationDetails', 'getAccountSummary', 'listAccountAliases', 'listOpenIDConnectProviders'] as const;

async function seen(iam: IAM, AccessKeyId: string): Promise<unknown[]> {
  const answers: { $metadata: unknown }[] = await Promise.all(SEEN.map((name) => iam[name]({})));
  answers.push(await iam.getAccessKeyLastUsed({ AccessKeyId }));
  return answers.map(({ $metadata: _, ...rest }) => rest);
}

const adminOf = ({ trent, credentials }: Booted): IAM =>
  new IAM({ endpoint: trent.url, region: 'us-east-1', credentials, maxAttempts: 1 });

test('on PostgreSQL identities survive a restart, and lists are in the order of SQLite', async (t) => {
  const postgres = await startPostgres();
  t.after(() => postgres.stop());
  const location = { databaseUrl: await postgres.fresh() };
  const rootKey = `file:${join(temporaryDirectory(t), 'root.key')}`;
  const start = async () => {
    const booted = await boot({ location, rootKey });
    return { booted, iam: adminOf(booted) };
  };
  const first = await start();
  const keys = await furnish(first.iam);
  await first.booted.client({ credentials: keys }).send(new ListKeysCommand({}));
  const before = await seen(first.iam, keys.accessKeyId);
  await first.booted.stop();
  const second = await start();
  assert.deepEqual(await seen(second.iam, keys.accessKeyId), before);
  await second.booted.client({ credentials: keys }).send(new ListKeysCommand({}));
  const names = async (iam: IAM) => (await iam.listUsers({})).Users!.map((user) => user.UserName);
  await using here = await boot();
  await furnish(adminOf(here));
  assert.deepEqual(await names(second.iam), await names(adminOf(here)));
  assert.deepEqual([first.booted.reports, second.booted.reports], [[], []]);
  await second.booted.stop();
});
