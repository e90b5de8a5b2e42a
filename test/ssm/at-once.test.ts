/** Writers of one parameter at once: each is answered as if it had come alone, in some order, and nothing is lost. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SSM } from '@aws-sdk/client-ssm';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type Emulator, startEmulator, startOnPostgres } from './support.ts';

const WRITERS = 8;
const QUOTA = { parameterQuota: 12 };

for (const engine of ['SQLite', 'PostgreSQL']) {
  describe(`at once on ${engine}`, () => {
    let postgres: TestPostgres | undefined;
    let emulator: Emulator;
    let ssm: SSM;
    before(async () => {
      postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
      emulator = postgres ? await startOnPostgres(postgres, QUOTA) : await startEmulator(QUOTA);
      ssm = emulator.ssm;
    });
    after(async () => {
      await emulator.stop();
      await postgres?.stop();
    });

    const writers = <T>(write: (i: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> =>
      Promise.allSettled(Array.from({ length: WRITERS }, (_, i) => write(i)));
    const names = (results: PromiseSettledResult<unknown>[]): string[] =>
      results.map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as Error).name)).sort();

    test('creations: one wins', async () => {
      const results = await writers((i) => ssm.putParameter({ Name: '/race/create', Value: `v${i}`, Type: 'String' }));
      assert.deepEqual(names(results), [...Array<string>(WRITERS - 1).fill('ParameterAlreadyExists'), 'done']);
      const winner = results.findIndex(({ status }) => status === 'fulfilled');
      assert.equal((await ssm.getParameter({ Name: '/race/create' })).Parameter!.Value, `v${winner}`);
    });

    test('new versions: each has a number of its own, and is in the history under it', async () => {
      const Name = '/race/versions';
      await ssm.putParameter({ Name, Value: 'first', Type: 'SecureString' });
      const results = await writers(async (i) => ({ value: `v${i}`, version: (await ssm.putParameter({ Name, Value: `v${i}`, Overwrite: true })).Version! }));
      const answered = results.map((result) => (result as PromiseFulfilledResult<{ value: string; version: number }>).value);
      const history = (await ssm.getParameterHistory({ Name, WithDecryption: true })).Parameters!;
      assert.deepEqual(history.map(({ Version }) => Version), Array.from({ length: WRITERS + 1 }, (_, i) => i + 1));
      for (const { value, version } of answered) assert.equal(history[version - 1]!.Value, value);
      assert.equal((await ssm.getParameter({ Name, WithDecryption: true })).Parameter!.Value, history.at(-1)!.Value);
    });

    test('labels move to one version alone', async () => {
      const Name = '/race/labels';
      await ssm.putParameter({ Name, Value: '1', Type: 'String' });
      for (let i = 2; i <= WRITERS; i++) await ssm.putParameter({ Name, Value: String(i), Overwrite: true });
      const results = await writers((i) => ssm.labelParameterVersion({ Name, ParameterVersion: i + 1, Labels: ['live'] }));
      assert.deepEqual(names(results), Array<string>(WRITERS).fill('done'));
      const labelled = (await ssm.getParameterHistory({ Name })).Parameters!.filter(({ Labels }) => Labels!.length > 0);
      assert.equal(labelled.length, 1);
    });

    test('creations and deletions: the count of parameters stays right', async () => {
      const Name = '/race/ends';
      const calls = await Promise.allSettled(
        Array.from({ length: 4 * WRITERS }, (_, i) => (i % 2 ? ssm.deleteParameter({ Name }) : ssm.putParameter({ Name, Value: 'v', Type: 'String', Overwrite: true }))),
      );
      for (const name of names(calls)) assert.match(name, /^(done|ParameterNotFound)$/);
      const more = Array.from({ length: QUOTA.parameterQuota }, (_, i) => ssm.putParameter({ Name: `/race/more/${i}`, Value: 'v', Type: 'String' }));
      for (const name of names(await Promise.allSettled(more))) assert.match(name, /^(done|ParameterLimitExceeded)$/);
      assert.equal((await ssm.describeParameters({})).Parameters!.length, QUOTA.parameterQuota);
    });
  });
}
