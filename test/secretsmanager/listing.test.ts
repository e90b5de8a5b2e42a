/** ListSecrets and BatchGetSecretValue, and filters against a model. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FilterNameStringType, ListSecretsRequest, SortByType } from '@aws-sdk/client-secrets-manager';
import fc from 'fast-check';
import { OTHER_REGION, refuses, type SecretsEmulator, startEmulator } from './support.ts';

interface Known {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly (readonly [string, string])[];
}

const SECRETS: readonly Known[] = [
  { name: 'prod/db', description: 'Orders database', tags: [['team', 'orders'], ['env', 'prod']] },
  { name: 'prod/api', description: 'orders API key', tags: [['team', 'api']] },
  { name: 'test/db', description: '', tags: [['env', 'test']] },
  { name: 'Prod/mixed', description: 'Another', tags: [] },
  { name: 'zeta', description: 'an orphan', tags: [['orders', 'x']] },
];

describe('secrets in lists', () => {
  let emulator: SecretsEmulator;
  before(async () => {
    emulator = await startEmulator();
    for (const { name, description, tags } of SECRETS) {
      const Tags = tags.map(([Key, Value]) => ({ Key, Value }));
      await emulator.secrets.createSecret({ Name: name, SecretString: `of ${name}`, Description: description, Tags });
      await emulator.advance(1_000);
    }
  });
  after(() => emulator.stop());

  /** All pages. */
  async function names(input: ListSecretsRequest, client = emulator.secrets): Promise<string[]> {
    const found: string[] = [];
    for (let NextToken: string | undefined; ; ) {
      const page = await client.listSecrets({ ...input, NextToken });
      found.push(...page.SecretList!.map(({ Name }) => Name!));
      NextToken = page.NextToken;
      if (NextToken === undefined) return found;
    }
  }

  test('come in the order asked for, page by page', async () => {
    const { secrets, advance } = emulator;
    const made = SECRETS.map(({ name }) => name);
    assert.deepEqual(await names({}), made);
    for (const MaxResults of [1, 2, 5]) {
      assert.deepEqual(await names({ MaxResults, SortOrder: 'desc' }), made.toReversed());
      assert.deepEqual(await names({ MaxResults, SortBy: 'name' }), made.toSorted());
      assert.deepEqual(await names({ MaxResults, SortBy: 'name', SortOrder: 'desc' }), made.toSorted().reverse());
    }
    await advance(86_400_000);
    await secrets.updateSecret({ SecretId: 'test/db', Description: 'changed' });
    await secrets.updateSecret({ SecretId: 'test/db', Description: '' });
    assert.equal((await names({ SortBy: 'last-changed-date' })).at(-1), 'test/db');
    for (const SortBy of ['last-accessed-date', 'last-changed-date'] satisfies SortByType[]) {
      assert.deepEqual((await names({ SortBy, MaxResults: 2 })).toSorted(), made.toSorted());
    }
  });

  test('are of the caller’s account and region, and not those to be deleted', async () => {
    const { secrets, secretsIn } = emulator;
    assert.deepEqual(await names({}, secretsIn({ region: OTHER_REGION })), []);
    assert.deepEqual(await names({}, secretsIn({ account: '111122223333' })), []);
    await secrets.deleteSecret({ SecretId: 'zeta' });
    assert.ok(!(await names({})).includes('zeta'));
    assert.ok((await names({ IncludePlannedDeletion: true })).includes('zeta'));
    await secrets.restoreSecret({ SecretId: 'zeta' });
  });

  test('are filtered by what they have', async () => {
    const filtered = (Key: FilterNameStringType, ...Values: string[]) => names({ Filters: [{ Key, Values }], SortBy: 'name' });
    assert.deepEqual(await filtered('name', 'prod/'), ['prod/api', 'prod/db']);
    assert.deepEqual(await filtered('name', '!prod/'), ['Prod/mixed', 'test/db', 'zeta']);
    assert.deepEqual(await filtered('description', 'ORDERS'), ['prod/api', 'prod/db']);
    assert.deepEqual(await filtered('tag-key', 'env'), ['prod/db', 'test/db']);
    assert.deepEqual(await filtered('tag-value', 'ord', 'api'), ['prod/api', 'prod/db']);
    assert.deepEqual(await filtered('all', 'orders'), ['prod/api', 'prod/db', 'zeta']);
    assert.deepEqual(await filtered('all', 'orders db'), ['prod/db']);
    assert.deepEqual(await filtered('owning-service', 'rds'), []);
    const both = [{ Key: 'name', Values: ['prod'] }, { Key: 'tag-key', Values: ['env'] }] as const;
    assert.deepEqual(await names({ Filters: both as never }), ['prod/db']);
    await refuses(emulator.secrets.listSecrets({ Filters: [{ Key: 'name' }] }), 'InvalidParameterException');
  });

  test('keep a token to the list that it was given for', async () => {
    const { secrets } = emulator;
    const { NextToken } = await secrets.listSecrets({ MaxResults: 1 });
    await refuses(secrets.listSecrets({ MaxResults: 1, NextToken, SortBy: 'name' }), 'InvalidNextTokenException');
    await refuses(secrets.listSecrets({ NextToken: 'made up' }), 'InvalidNextTokenException');
  });

  test('are found by prefixes as a model finds them', async () => {
    const word = fc.constantFrom('prod', 'Prod', 'test/db', 'z', 'orders', 'env', 'o', 'x', 'no');
    const value = fc.tuple(fc.boolean(), word).map(([not, text]) => (not ? `!${text}` : text));
    const key = fc.constantFrom('name', 'tag-key', 'tag-value') as fc.Arbitrary<'name' | 'tag-key' | 'tag-value'>;
    const filters = fc.array(fc.record({ Key: key, Values: fc.array(value, { minLength: 1, maxLength: 3 }) }), { maxLength: 3 });
    const texts = ({ name, tags }: Known, of: string): readonly string[] => (of === 'name' ? [name] : tags.map((tag) => tag[of === 'tag-key' ? 0 : 1]));
    const fits = (secret: Known, of: string, text: string): boolean =>
      text.startsWith('!') ? !fits(secret, of, text.slice(1)) : texts(secret, of).some((one) => one.startsWith(text));
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 4 }), async (Filters, MaxResults) => {
        const expected = SECRETS.filter((secret) => Filters.every(({ Key, Values }) => Values.some((text) => fits(secret, Key, text))));
        assert.deepEqual(await names({ Filters, MaxResults }), expected.map(({ name }) => name));
      }),
      { numRuns: 60 },
    );
  });

  test('are read in batches, each with its own outcome', async () => {
    const { secrets } = emulator;
    const { SecretValues, Errors } = await secrets.batchGetSecretValue({ SecretIdList: ['prod/db', 'no-such', 'zeta', 'not a name'] });
    assert.deepEqual(SecretValues!.map(({ Name, SecretString }) => [Name, SecretString]), [['prod/db', 'of prod/db'], ['zeta', 'of zeta']]);
    assert.deepEqual(Errors!.map(({ SecretId, ErrorCode }) => [SecretId, ErrorCode]), [['no-such', 'ResourceNotFoundException'], ['not a name', 'ValidationException']]);
    const Filters = [{ Key: 'name' as const, Values: ['prod', 'Prod'] }];
    const first = await secrets.batchGetSecretValue({ Filters, MaxResults: 2 });
    const second = await secrets.batchGetSecretValue({ Filters, MaxResults: 2, NextToken: first.NextToken });
    assert.deepEqual([...first.SecretValues!, ...second.SecretValues!].map(({ Name }) => Name), ['prod/db', 'prod/api', 'Prod/mixed']);
    assert.equal(second.NextToken, undefined);
    for (const input of [{}, { SecretIdList: ['zeta'], Filters }, { SecretIdList: ['zeta'], MaxResults: 1 }]) {
      await refuses(secrets.batchGetSecretValue(input), 'InvalidParameterException');
    }
  });
});
