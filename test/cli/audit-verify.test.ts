/** `trent audit verify`, as an operator runs it: while the server runs, after it, and after somebody was at the files. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CreateKeyCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { environment, serve } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const BIN = join(import.meta.dirname, '../../bin/trent');

const verify = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [BIN, 'audit', 'verify', ...args], { env: environment() }, (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }));
  });

/** That a key was made is noted after its answer: with the event of a later use, all of it is written. */
async function useKey(client: KMSClient, uses: number): Promise<void> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  for (let i = 0; i < uses; i++) await client.send(new EncryptCommand({ KeyId: KeyMetadata!.KeyId, Plaintext: Buffer.from('a') }));
}

test('whole while it runs and after it; a change is named, with exit code 1', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  await using served = await serve(['--data', data]);
  await useKey(served.client(), 3);
  const running = await verify('--data', data);
  assert.deepEqual([running.code, running.err], [0, 'trent: the audit journal is whole\n']);
  assert.match(running.out, /^journal [\da-f-]{36}: segments 1 to 1, 4 events in \d+ batches, \S+Z to \S+Z; none signed yet\n$/);
  assert.equal(await served.end('SIGTERM'), 0);

  const stopped = await verify('--data', data);
  assert.deepEqual([stopped.code, stopped.err], [0, 'trent: the audit journal is whole\n']);
  assert.match(stopped.out, /; all signed\n$/);

  const file = join(data, 'audit', 'journal', '0000000001.log');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"Encrypt"', '"Decrypt"'));
  const changed = await verify('--data', data);
  assert.deepEqual([changed.code, changed.err], [1, 'trent: the audit journal is NOT whole: 1 problem\n']);
  assert.match(changed.out, /^0000000001\.log, batch 3 \(lines \d+ to \d+\): it was changed after it was sealed\njournal /);
});

test('while a server runs, it knows what it has written: an end that was cut off, a file that was removed', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  await using served = await serve(['--data', data]);
  await useKey(served.client(), 2);
  const file = join(data, 'audit', 'journal', '0000000001.log');
  const bytes = readFileSync(file);
  truncateSync(file, bytes.lastIndexOf('\n{"x":"seal"', bytes.lastIndexOf('\n{"x":"seal"') - 1) + 1);
  const cut = await verify('--data', data);
  assert.equal(cut.code, 1);
  assert.match(cut.out, /^0000000001\.log, its end: it ends with batch \d+, and the server has written up to batch \d+\n/);
  rmSync(file);
  const removed = await verify('--data', data);
  assert.equal(removed.code, 1);
  assert.match(removed.out, /^segment 1: it is missing\n/);
});

test('where there is nothing to verify', async (t) => {
  const absent = await verify('--data', join(temporaryDirectory(t), 'absent'));
  assert.deepEqual([absent.code, absent.out], [1, '']);
  assert.match(absent.err, /no data directory/);
});
