/**
 * kill -9 under load: every request that got an answer, allowed or refused, has its event, exactly once; what was changed
 * and what the events tell agree; and the journal verifies.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CreateKeyCommand, type CreateKeyCommandOutput, EncryptCommand, type KMSClient, ListResourceTagsCommand, TagResourceCommand } from '@aws-sdk/client-kms';
import { Client } from 'pg';
import { listSegments, segmentBytes } from '../../src/audit/journal/files.ts';
import { eventsUpTo } from '../audit/journal/events.ts';
import { auditDirectoryOf } from '../support/audit-directory.ts';
import { boot } from '../support/boot.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { Chance, printedSeed } from '../support/random.ts';
import { environment, serve, type Served } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { keyIds } from './key-state.ts';

const BIN = join(import.meta.dirname, '../../bin/trent');
const CALLERS = 24;
const LONGEST_MS = 500;

interface Answers {
  /** Request ids of all answers. */
  readonly ids: string[];
  refusals: number;
}

interface Metadata {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** One after the other until the server is gone: uses, changes and refusals by turns. */
async function call(client: KMSClient, chance: Chance, answers: Answers): Promise<void> {
  let key: string | undefined;
  for (let count = 0; ; count++) {
    try {
      const answer = await oneCall(client, chance, key, count);
      answers.ids.push(answer.$metadata.requestId!);
      key ??= (answer as CreateKeyCommandOutput).KeyMetadata!.KeyId;
    } catch (error) {
      const { $metadata } = error as Metadata;
      if ($metadata?.httpStatusCode === undefined) return;
      assert.equal((error as Error).name, 'NotFoundException');
      answers.ids.push($metadata.requestId!);
      answers.refusals++;
    }
  }
}

function oneCall(client: KMSClient, chance: Chance, key: string | undefined, count: number) {
  if (key === undefined) return client.send(new CreateKeyCommand({}));
  const Plaintext = Buffer.from('a');
  const choice = chance.below(4);
  if (choice === 0) return client.send(new TagResourceCommand({ KeyId: key, Tags: [{ TagKey: 'count', TagValue: `${count}` }] }));
  if (choice === 1) return client.send(new EncryptCommand({ KeyId: 'alias/none', Plaintext }));
  return client.send(new EncryptCommand({ KeyId: key, Plaintext }));
}

interface Event {
  readonly eventID: string;
  readonly requestID?: string;
  readonly eventName: string;
  readonly errorCode?: string;
  readonly requestParameters: { readonly keyId?: string; readonly tags?: readonly { readonly tagValue: string }[] } | null;
  readonly resources?: readonly { readonly ARN: string }[];
}

async function eventsIn(directory: string): Promise<Event[]> {
  const segment = (await listSegments(directory)).at(-1)!;
  const records = await eventsUpTo(directory, { segment, offset: await segmentBytes(directory, segment) });
  return records.map(({ event }) => JSON.parse(event) as Event);
}

/** @throws with its output when the exit code is not 0 */
async function verify(args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [BIN, 'audit', 'verify', ...args], { env: environment() });
  return stdout + stderr;
}

function checkAnswers(answers: Answers, events: readonly Event[]): void {
  const counts = new Map<string, number>();
  for (const { requestID } of events) if (requestID !== undefined) counts.set(requestID, (counts.get(requestID) ?? 0) + 1);
  assert.deepEqual([...counts].filter(([, count]) => count > 1), [], 'no event twice');
  assert.deepEqual(answers.ids.filter((id) => !counts.has(id)), [], 'every answer has its event');
  assert.equal(new Set(events.map(({ eventID }) => eventID)).size, events.length);
}

const idOf = ({ resources }: Event): string => resources![0]!.ARN.replace(/.*\//, '');

/** Each key was created by an event, and its tag is that of the last event. */
async function checkChanges(client: KMSClient, events: readonly Event[]): Promise<void> {
  const done = events.filter(({ errorCode }) => errorCode === undefined);
  const created = done.filter(({ eventName }) => eventName === 'CreateKey').map(idOf);
  assert.deepEqual(created.sort(), (await keyIds(client)).sort());
  const tags = new Map<string, string>();
  for (const event of done) if (event.eventName === 'TagResource') tags.set(idOf(event), event.requestParameters!.tags![0]!.tagValue);
  for (const KeyId of created) {
    const { Tags } = await client.send(new ListResourceTagsCommand({ KeyId }));
    assert.deepEqual(Tags!.map(({ TagValue }) => TagValue), tags.has(KeyId) ? [tags.get(KeyId)] : []);
  }
}

async function round(served: Served, chance: Chance, answers: Answers): Promise<void> {
  const callers = Array.from({ length: CALLERS }, () => call(served.client(), new Chance(chance.below(2 ** 31)), answers));
  const before = answers.ids.length;
  // Under load, however slow the machine is.
  while (answers.ids.length < before + CALLERS) {
    assert.equal(served.child.exitCode, null, served.output());
    await pause(5);
  }
  await Promise.race([pause(chance.below(LONGEST_MS)), ...callers]);
  served.child.kill('SIGKILL');
  await Promise.all(callers);
}

async function rounds(count: number, args: readonly string[], directory: string): Promise<Answers> {
  const chance = new Chance(printedSeed());
  const answers: Answers = { ids: [], refusals: 0 };
  for (let i = 0; i < count; i++) {
    await using served = await serve(args);
    await round(served, chance, answers);
  }
  await using last = await serve(args);
  const events = await eventsIn(directory);
  checkAnswers(answers, events);
  await checkChanges(last.client(), events);
  assert.match(await verify(['--port', new URL(last.url).port]), /the audit journal is whole/, 'while it runs');
  assert.equal(await last.end('SIGTERM'), 0, last.output());
  assert.match(await verify(args), /; all signed\ntrent: the audit journal is whole/);
  assert.ok(answers.refusals > 0, `${answers.ids.length} answers, ${answers.refusals} refusals`);
  return answers;
}

test('on SQLite', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  const answers = await rounds(6, ['--data', data], join(data, 'audit', 'journal'));
  t.diagnostic(`${answers.ids.length} answers, ${answers.refusals} of them refusals`);
});

describe('on PostgreSQL', () => {
  let postgres: TestPostgres;
  before(async () => void (postgres = await startPostgres()));
  after(() => postgres.stop());

  test('too', async (t) => {
    const databaseUrl = await postgres.fresh();
    const directory = auditDirectoryOf(databaseUrl);
    const rootKey = `--root-key=file:${join(temporaryDirectory(t), 'root.key')}`;
    await rounds(3, ['--database-url', databaseUrl, '--audit-directory', directory, rootKey], join(directory, 'journal'));
  });

  test('a database that crashes leaves no doubt in the end', async (t) => {
    const databaseUrl = await postgres.fresh();
    const config = { location: { databaseUrl }, rootKey: `file:${join(temporaryDirectory(t), 'root.key')}` };
    const booted = await boot(config);
    const answers: Answers = { ids: [], refusals: 0 };
    let writing = true;
    const writers = Array.from({ length: 6 }, async () => {
      while (writing) await booted.client().send(new CreateKeyCommand({})).then(({ $metadata }) => answers.ids.push($metadata.requestId!), () => answers.refusals++);
    });
    for (let crashes = 1; crashes <= 2; crashes++) {
      const [answered, refused] = [answers.ids.length, answers.refusals];
      while (answers.ids.length < answered + 10) await pause(5);
      await crash(databaseUrl);
      while (answers.refusals === refused) await pause(5);
    }
    writing = false;
    await Promise.all(writers);
    await booted.stop();
    // What could not be found out while the database was away is found out now.
    await using again = await boot(config);
    const events = await eventsIn(join(auditDirectoryOf(databaseUrl), 'journal'));
    const answered = new Set(events.map(({ requestID }) => requestID));
    assert.deepEqual(answers.ids.filter((id) => !answered.has(id)), []);
    await checkChanges(again.client(), events);
  });
});

/** One of its processes dies: the server ends all others, recovers from its log, and takes connections again. */
async function crash(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  process.kill(rows[0]!.pid, 'SIGKILL');
  await client.end().catch(() => undefined);
}
