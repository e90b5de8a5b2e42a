/** `trent owned-keys` beside a running server, and on its data when none runs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sandbox, served, type Result } from '../cli/support.ts';

/** The cells of each row, by `SERVICE/KEY`. */
function rowsOf({ code, stdout, stderr }: Result): Map<string, string[]> {
  assert.deepEqual([code, stderr], [0, '']);
  const [head, ...rows] = stdout.trimEnd().split('\n').map((line) => line.split(/ {2,}/));
  assert.deepEqual(head, ['SERVICE', 'KEY', 'SPEC', 'AGE', 'ROTATED', 'NEXT', 'USES', 'FOR']);
  return new Map(rows.map((cells) => [`${cells[0]}/${cells[1]}`, cells.slice(2)]));
}

test('age, rotations and uses, and never material', async (t) => {
  const sandbox = new Sandbox(t);
  const server = await served(sandbox.start(['dev', '--data', 'kept', '--port', '0', '--clock', 'manual']));
  const first = rowsOf(await sandbox.trent(['owned-keys', '--port', server.port]));
  const [spec, age, rotated, next, uses] = first.get('iam/access-keys')!;
  assert.deepEqual([spec, age, rotated], ['SYMMETRIC_DEFAULT', '0 days', 'never']);
  assert.ok(Number(uses) > 0, 'the administrator\'s secret');
  assert.equal(first.get('cloudtrail/log-signing')![0], 'RSA_2048');
  await sandbox.trent(['clock', 'advance', '400d', '--port', server.port]);
  const later = rowsOf(await sandbox.trent(['owned-keys', '--port', server.port]));
  assert.deepEqual(later.get('iam/access-keys')!.slice(0, 3), ['SYMMETRIC_DEFAULT', '400 days', next]);
  await server.stop();

  const offline = await sandbox.trent(['owned-keys', '--data', 'kept']);
  const kept = rowsOf(offline);
  assert.deepEqual([...kept.keys()], [...first.keys()]);
  assert.equal(kept.get('iam/access-keys')![2], next);
  assert.ok(Number(kept.get('iam/access-keys')!.at(-2)) >= Number(uses));
  assert.doesNotMatch(offline.stdout, /[0-9a-f]{8}/, 'no ids, no bytes');
});
