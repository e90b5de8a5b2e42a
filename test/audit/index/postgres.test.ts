/** Two nodes' indexes on one PostgreSQL, in their threads. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { EventIndex } from '../../../src/audit/index/event-index.ts';
import { indexMigrations } from '../../../src/audit/index/tables.ts';
import { DAY_MS } from '../../../src/base/clock.ts';
import { openStore } from '../../../src/store/open.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { TestJournal } from './journal.ts';
import { LIMITS } from './model.ts';
import { queryOf, recordOf, START } from './records.ts';

interface Node {
  readonly journal: TestJournal;
  readonly index: EventIndex;
}

let postgres: TestPostgres;
before(async () => void (postgres = await startPostgres()));
after(() => postgres.stop());

async function nodesOn(t: TestContext, databaseUrl: string, names: readonly string[]): Promise<Node[]> {
  await (await openStore({ databaseUrl }, indexMigrations)).close();
  const directory = temporaryDirectory(t);
  return names.map((name) => {
    const journal = new TestJournal(name, join(directory, name));
    const index = new EventIndex({ location: { databaseUrl }, journal, keptMs: DAY_MS, limits: LIMITS, mac: (bytes) => bytes, report: () => undefined });
    t.after(() => index.close());
    return { journal, index };
  });
}

const eventsOf = (name: string, count: number) => Array.from({ length: count }, (_, i) => recordOf({ time: START + i, eventName: `${name}${i}` }));

const namesIn = async ({ index }: Node): Promise<string[]> => (await index.lookup(queryOf()))!.records.map(({ eventName }) => eventName).sort();

async function eventually(node: Node, expected: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 50 && (await namesIn(node)).length < expected.length; tries++) await pause(100);
  assert.deepEqual(await namesIn(node), [...expected].sort());
}

const seven = (name: string): string[] => Array.from({ length: 7 }, (_, i) => `${name}${i}`);

describe('on one database', () => {
  test('each node sees the other\'s events soon, and its own at once', async (t) => {
    const [a, b] = (await nodesOn(t, await postgres.fresh(), ['a', 'b'])) as [Node, Node];
    a.journal.append(eventsOf('A', 7));
    await eventually(b, seven('A'));
    b.journal.append(eventsOf('B', 7));
    assert.deepEqual(await namesIn(b), [...seven('A'), ...seven('B')]);
    await eventually(a, [...seven('A'), ...seven('B')]);
  });

  test('a node that stops leaves all of its events to the others', async (t) => {
    const [a, b] = (await nodesOn(t, await postgres.fresh(), ['a', 'b'])) as [Node, Node];
    a.journal.append(eventsOf('A', 7));
    await a.index.close();
    assert.deepEqual(await namesIn(b), seven('A'));
  });

  test('connections that are lost are made again, and nothing is missing or there twice', async (t) => {
    const databaseUrl = await postgres.fresh();
    const [a, b] = (await nodesOn(t, databaseUrl, ['a', 'b'])) as [Node, Node];
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    for (let round = 0; round < 4; round++) {
      a.journal.append(eventsOf(`R${round}-`, 7));
      const asking = Promise.allSettled([namesIn(a), namesIn(b)]);
      await client.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'trent' and datname = current_database()");
      await asking;
    }
    await client.end();
    const all = [0, 1, 2, 3].flatMap((round) => seven(`R${round}-`));
    assert.deepEqual(await namesIn(a).catch(() => namesIn(a)), all);
    await eventually(b, all);
  });
});
