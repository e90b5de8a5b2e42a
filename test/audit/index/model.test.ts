/** The index finds what a plain list finds, in the same order and pages, whatever happens in between. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { type IndexTables, indexMigrations } from '../../../src/audit/index/tables.ts';
import { openStore } from '../../../src/store/open.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { drawnHistory, holdsFor } from './model.ts';

describe('random histories', () => {
  test('on SQLite in memory', async (t) => {
    const directory = temporaryDirectory(t);
    const property = fc.asyncProperty(drawnHistory, async (steps) => {
      const store = (await openStore({ data: ':memory:' }, indexMigrations)).tables<IndexTables>();
      await holdsFor(steps, [{ name: 'a', store }], mkdtempSync(join(directory, 'run-'))).finally(() => store.close());
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('on SQLite in a directory', async (t) => {
    const directory = temporaryDirectory(t);
    const property = fc.asyncProperty(drawnHistory, async (steps) => {
      const run = mkdtempSync(join(directory, 'run-'));
      const store = (await openStore({ data: join(run, 'index') }, indexMigrations)).tables<IndexTables>();
      await holdsFor(steps, [{ name: 'a', store }], run).finally(() => store.close());
    });
    await fc.assert(property, { numRuns: 8 });
  });

  describe('of two nodes on PostgreSQL', () => {
    let postgres: TestPostgres;
    before(async () => void (postgres = await startPostgres()));
    after(() => postgres.stop());

    test('each finds the events of both', async (t) => {
      const directory = temporaryDirectory(t);
      const property = fc.asyncProperty(drawnHistory, async (steps) => {
        const store = (await openStore({ databaseUrl: await postgres.fresh() }, indexMigrations)).tables<IndexTables>();
        const nodes = ['a', 'b'].map((name) => ({ name, store }));
        await holdsFor(steps, nodes, mkdtempSync(join(directory, 'run-'))).finally(() => store.close());
      });
      await fc.assert(property, { numRuns: 8 });
    });
  });
});
