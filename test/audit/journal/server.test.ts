/** The journal of a booted server: where it lies, whose it is, and what relaxed durability leaves of it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CreateKeyCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { segmentPath } from '../../../src/audit/journal/files.ts';
import { UsageError } from '../../../src/base/errors.ts';
import { boot } from '../../support/boot.ts';
import { serve } from '../../support/served.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const eventsIn = (directory: string): number =>
  readFileSync(segmentPath(directory, 1), 'utf8').split('\n').filter((line) => line.startsWith('{"i":')).length;

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
