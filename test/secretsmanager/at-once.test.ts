/** Writers of one secret at once: each is answered as if it had come alone, in some order, and nothing is lost. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { TrentConfig } from '../../src/config.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { auditDirectoryOf } from '../support/audit-directory.ts';
import { OTHER_REGION, type SecretsEmulator, startEmulator } from './support.ts';

const WRITERS = 8;
const ROOT_KEY = 'TRENT_TEST_ROOT_KEY';

for (const engine of ['SQLite', 'PostgreSQL']) {
  describe(`at once on ${engine}`, () => {
    let postgres: TestPostgres | undefined;
    let emulator: SecretsEmulator;
    before(async () => {
      postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
      emulator = await startEmulator(postgres && onPostgres(postgres.url));
    });
    after(async () => {
      await emulator.stop();
      await postgres?.stop();
    });

    const writers = <T>(write: (i: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> =>
      Promise.allSettled(Array.from({ length: WRITERS }, (_, i) => write(i)));
    const names = (results: PromiseSettledResult<unknown>[]): string[] =>
      results.map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as Error).name)).sort();
    const done = Array<string>(WRITERS).fill('done');

    test('creations of one name: one wins', async () => {
      const results = await writers((i) => emulator.secrets.createSecret({ Name: 'race/create', SecretString: `v${i}` }));
      assert.deepEqual(names(results), [...Array<string>(WRITERS - 1).fill('ResourceExistsException'), 'done']);
      const winner = results.findIndex(({ status }) => status === 'fulfilled');
      assert.equal((await emulator.secrets.getSecretValue({ SecretId: 'race/create' })).SecretString, `v${winner}`);
    });

    test('one request, sent again and again: one version', async () => {
      const input = { Name: 'race/repeated', SecretString: 'v', ClientRequestToken: randomUUID() };
      assert.deepEqual(names(await writers(() => emulator.secrets.createSecret(input))), done);
      const put = { SecretId: 'race/repeated', SecretString: 'w', ClientRequestToken: randomUUID() };
      assert.deepEqual(names(await writers(() => emulator.secrets.putSecretValue(put))), done);
      const { Versions } = await emulator.secrets.listSecretVersionIds({ SecretId: 'race/repeated', IncludeDeprecated: true });
      assert.equal(Versions!.length, 2);
    });

    test('new values: all versions are there, the labels on two of them', async () => {
      const { secrets, secretsIn } = emulator;
      const SecretId = 'race/values';
      await secrets.createSecret({ Name: SecretId, SecretString: 'first', AddReplicaRegions: [{ Region: OTHER_REGION }] });
      const results = await writers(async (i) => (await secrets.putSecretValue({ SecretId, SecretString: `v${i}` })).VersionId!);
      assert.deepEqual(names(results), done);
      for (const client of [secrets, secretsIn({ region: OTHER_REGION })]) {
        for (const [i, result] of results.entries()) {
          const { value } = result as PromiseFulfilledResult<string>;
          assert.equal((await client.getSecretValue({ SecretId, VersionId: value })).SecretString, `v${i}`);
        }
        const labels = Object.values((await client.describeSecret({ SecretId })).VersionIdsToStages!).flat().sort();
        assert.deepEqual(labels, ['AWSCURRENT', 'AWSPREVIOUS']);
      }
    });

    test('tags, description and values: none undoes another', async () => {
      const { secrets } = emulator;
      const SecretId = 'race/parts';
      await secrets.createSecret({ Name: SecretId, SecretString: 'first' });
      const results = await writers(async (i): Promise<unknown> => {
        if (i % 4 === 0) return secrets.updateSecret({ SecretId, Description: 'described' });
        if (i % 4 === 1) return secrets.putSecretValue({ SecretId, SecretString: 'second', VersionStages: [`stage-${i}`] });
        return secrets.tagResource({ SecretId, Tags: [{ Key: `tag-${i}`, Value: '' }] });
      });
      assert.deepEqual(names(results), done);
      const { Description, Tags, VersionIdsToStages } = await secrets.describeSecret({ SecretId });
      assert.equal(Description, 'described');
      assert.deepEqual(Tags!.map(({ Key }) => Key).sort(), ['tag-2', 'tag-3', 'tag-6', 'tag-7']);
      assert.deepEqual(Object.values(VersionIdsToStages!).flat().sort(), ['AWSCURRENT', 'stage-1', 'stage-5']);
    });

    test('a deletion and readers: a value or a refusal, never half of it', async () => {
      const { secrets } = emulator;
      const SecretId = 'race/end';
      await secrets.createSecret({ Name: SecretId, SecretString: 'v' });
      const calls = await writers((i): Promise<unknown> =>
        i === 3 ? secrets.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true }) : secrets.getSecretValue({ SecretId }),
      );
      for (const name of names(calls)) assert.match(name, /^(done|ResourceNotFoundException)$/);
    });
  });
}

function onPostgres(databaseUrl: string): Partial<TrentConfig> {
  process.env[ROOT_KEY] = randomBytes(32).toString('base64');
  return { location: { databaseUrl }, rootKey: `env:${ROOT_KEY}`, audit: { directory: auditDirectoryOf(databaseUrl) } };
}
