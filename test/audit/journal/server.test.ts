/** The journal of a booted server: where it lies, whose it is, and what relaxed durability leaves of it. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateKeyCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { segmentPath } from '../../../src/audit/journal/files.ts';
import { UsageError } from '../../../src/base/errors.ts';
import { boot } from '../../support/boot.ts';
import { serve } from '../../support/served.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const eventsIn = (directory: string): number =>
  readFileSync(segmentPath(directory, 1), 'utf8').split('\n').filter((line) => /^\{"(?:i|as)":/.test(line)).length;

test('a server that keeps nothing has a journal of the owner\'s alone, gone with it', async () => {
  const booted = await boot();
  await booted.client().send(new CreateKeyCommand({}));
  const { directory } = await booted.trent.auditEvidence();
  assert.equal(statSync(directory).mode & 0o777, 0o700);
  await booted.stop();
  assert.equal(existsSync(directory), false);
  assert.deepEqual(booted.reports, []);
});

test('a journal directory is one server\'s', async (t) => {
  const directory = temporaryDirectory(t);
  await using booted = await boot({ location: { data: join(directory, 'one') }, audit: { directory: join(directory, 'audit') } });
  await booted.client().send(new CreateKeyCommand({}));
  const other = boot({ location: { data: join(directory, 'other') }, audit: { directory: join(directory, 'audit') } });
  await assert.rejects(other, UsageError);
});

test('a directory that cannot be used is a mistake at the command line', async (t) => {
  const directory = temporaryDirectory(t);
  writeFileSync(join(directory, 'file'), '');
  await assert.rejects(boot({ location: { data: join(directory, 'data') }, audit: { directory: join(directory, 'file') } }), UsageError);
  mkdirSync(join(directory, 'audit', 'journal'), { recursive: true });
  writeFileSync(join(directory, 'audit', 'journal', 'lock.db'), 'not a database'.repeat(100));
  const unlockable = boot({ location: { data: join(directory, 'other') }, audit: { directory: join(directory, 'audit') } });
  await assert.rejects(unlockable, (error) => error instanceof UsageError && /journal cannot be locked: file is not a database$/.test(error.message));
});

test('relaxed durability is told loudly, and loses nothing when the server is stopped', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  await using served = await serve(['--data', data, '--audit-durability', 'async']);
  assert.match(served.output(), /AUDIT TRAIL RELAXED/);
  const client = served.client();
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  for (let i = 0; i < 10; i++) await client.send(new EncryptCommand({ KeyId: KeyMetadata!.KeyId, Plaintext: Buffer.from('a') }));
  assert.equal(await served.end('SIGTERM'), 0, served.output());
  assert.equal(eventsIn(join(data, 'audit', 'journal')), 11);
});

test('requests that come together are short lines, found and verified as any others, also after kill -9', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  const served = await serve(['--data', data]);
  const client = served.client();
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  const orders = Array.from({ length: 120 }, (_, i) => `${i % 100}`);
  const encrypt = (order: string) => client.send(new EncryptCommand({ KeyId: KeyMetadata!.KeyId, Plaintext: Buffer.from('a'), EncryptionContext: { order } }));
  await Promise.all(orders.map(encrypt));
  await served.end('SIGKILL');
  const lines = readFileSync(segmentPath(join(data, 'audit', 'journal'), 1), 'utf8').split('\n');
  assert.ok(lines.filter((line) => line.startsWith('{"as":')).length > 40);
  await using again = await serve(['--data', data]);
  const found: string[] = [];
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = again.variables;
  const trail = new CloudTrailClient({ endpoint: again.url, region: 'us-east-1', credentials: { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! } });
  t.after(() => trail.destroy());
  for (let NextToken: string | undefined; ; ) {
    const page = await trail.send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'Encrypt' }], NextToken }));
    for (const { CloudTrailEvent, EventId } of page.Events!) {
      const event = JSON.parse(CloudTrailEvent!) as { eventID: string; requestParameters: { encryptionContext: { order: string } } };
      assert.equal(event.eventID, EventId);
      found.push(event.requestParameters.encryptionContext.order);
    }
    NextToken = page.NextToken;
    if (NextToken === undefined) break;
  }
  assert.deepEqual(found.sort(), orders.sort());
});
