/** kill -9 at any moment: every answered change is there afterwards, and nothing is half there. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { KMSClient } from '@aws-sdk/client-kms';
import { Chance, printedSeed } from '../support/random.ts';
import { serve } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { assertUsable, keyIds, observe } from './key-state.ts';
import { Writer } from './writer.ts';

const ROUNDS = 12;
const WRITERS = 5;
/** A round lasts this long at least and at most, milliseconds: from a handful of changes to hundreds. */
const SHORTEST_MS = 20;
const LONGEST_MS = 600;

/** Keys whose creation was not answered are whole nevertheless, and no more than were asked for. */
async function checkStrangers(client: KMSClient, writers: readonly Writer[]): Promise<number> {
  const known = new Set(writers.flatMap((writer) => writer.keyIds));
  const present = await keyIds(client);
  for (const id of known) assert.ok(present.includes(id), `${id} was answered and is gone`);
  const strangers = present.filter((id) => !known.has(id));
  for (const id of strangers) {
    const seen = await observe(client, id);
    assert.deepEqual([seen.tags, seen.aliases, seen.rotations], [{ made: 'whole' }, [], 0], `${id} is as it was made`);
    await assertUsable(client, id, seen);
  }
  assert.ok(strangers.length <= writers.reduce((sum, writer) => sum + writer.unansweredCreations, 0));
  return strangers.length;
}

test(`${ROUNDS} rounds of writing, each ended by kill -9`, async (t) => {
  const chance = new Chance(printedSeed());
  const data = join(temporaryDirectory(t), 'data');
  const writers = Array.from({ length: WRITERS }, () => new Writer(new Chance(chance.below(2 ** 31))));
  let unansweredButIn = 0;
  const check = async (client: KMSClient): Promise<void> => {
    for (const writer of writers) unansweredButIn += await writer.check(client);
    await checkStrangers(client, writers);
  };
  for (let round = 0; round < ROUNDS; round++) {
    await using served = await serve(['--data', data]);
    await check(served.client());
    const running = writers.map((writer) => writer.run(served.client()));
    await Promise.race([pause(SHORTEST_MS + chance.below(LONGEST_MS - SHORTEST_MS)), ...running]);
    served.child.kill('SIGKILL');
    await Promise.all(running);
  }
  await using last = await serve(['--data', data]);
  await check(last.client());
  assert.equal(await last.end('SIGTERM'), 0, last.output());
  const changes = writers.reduce((sum, writer) => sum + writer.changes, 0);
  t.diagnostic(`${changes} answered changes, ${unansweredButIn} unanswered ones that were in`);
  assert.ok(changes > ROUNDS * WRITERS, 'the writers wrote');
});
