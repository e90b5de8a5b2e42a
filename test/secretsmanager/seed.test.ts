/** Secrets of a seed file: there before the first request, made as their account would make them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSeed } from '../../src/cli/seed-file.ts';
import { OTHER_ACCOUNT, OTHER_REGION, startEmulator } from './support.ts';

const SEED = `
accounts:
  - id: "${OTHER_ACCOUNT}"
keys:
  - id: 1234abcd-12ab-34cd-56ef-1234567890ab
    aliases: [alias/orders]
secrets:
  - name: orders/db
    value: { user: orders, password: "p: w" }
    key: alias/orders
    description: of the orders
    tags: { team: orders }
    policy:
      Version: "2012-10-17"
      Statement: { Effect: Allow, Principal: { AWS: "${OTHER_ACCOUNT}" }, Action: "secretsmanager:GetSecretValue", Resource: "*" }
    replicas: [${OTHER_REGION}]
  - { name: plain, value: 012 }
  - { name: raw, binary: AAEC }
  - { name: empty }
  - { name: plain, account: "${OTHER_ACCOUNT}", region: ${OTHER_REGION}, value: other }
`;

test('a seed has secrets of all kinds, and is applied again by reset', async (t) => {
  const emulator = await startEmulator({ seed: parseSeed(SEED, 'seed.yaml') });
  t.after(() => emulator.stop());
  const { secrets, secretsIn, booted } = emulator;
  const seen = async () => {
    const { SecretList } = await secrets.listSecrets({ SortBy: 'name' });
    return SecretList!.map(({ Name, KmsKeyId, Description, Tags }) => [Name, KmsKeyId, Description, Tags?.length]);
  };
  const expected = [
    ['empty', undefined, undefined, undefined],
    ['orders/db', 'alias/orders', 'of the orders', 1],
    ['plain', undefined, undefined, undefined],
    ['raw', undefined, undefined, undefined],
  ];
  assert.deepEqual(await seen(), expected);
  assert.equal((await secrets.getSecretValue({ SecretId: 'orders/db' })).SecretString, '{"user":"orders","password":"p: w"}');
  assert.equal((await secrets.getSecretValue({ SecretId: 'plain' })).SecretString, '012');
  assert.deepEqual([...(await secrets.getSecretValue({ SecretId: 'raw' })).SecretBinary!], [0, 1, 2]);
  assert.match((await secrets.getResourcePolicy({ SecretId: 'orders/db' })).ResourcePolicy!, new RegExp(OTHER_ACCOUNT));
  const replica = await secretsIn({ region: OTHER_REGION }).describeSecret({ SecretId: 'orders/db' });
  assert.equal(replica.PrimaryRegion, 'us-east-1');
  const other = secretsIn({ account: OTHER_ACCOUNT, region: OTHER_REGION });
  assert.equal((await other.getSecretValue({ SecretId: 'plain' })).SecretString, 'other');
  await secrets.putSecretValue({ SecretId: 'plain', SecretString: 'changed' });
  await secrets.createSecret({ Name: 'new', SecretString: 'v' });
  await booted.trent.reset();
  assert.deepEqual(await seen(), expected);
  assert.equal((await secrets.getSecretValue({ SecretId: 'plain' })).SecretString, '012');
});

test('what is wrong is told with its line, and never with a value', async () => {
  for (const [line, text] of [
    ['{ value: a }', /^seed.yaml:2: a secret needs a name$/],
    ['{ name: a b, value: x }', /^seed.yaml:2: 'a b' is no name of a secret$/],
    ['{ name: a, value: x, binary: AA== }', /^seed.yaml:2: a secret has a value or a binary, not both$/],
    ['{ name: a, binary: hunter2! }', /^seed.yaml:2: binary is not base64$/],
    ['{ name: a, value: "" }', /^seed.yaml:2: value has 1 to 65536 bytes$/],
    ['{ name: a, replicas: [us-east-1] }', /^seed.yaml:2: the secret is in us-east-1 already$/],
    ['{ name: a, account: "111122223333" }', /^seed.yaml:2: account 111122223333 is not among the accounts of this file$/],
  ] as const) {
    assert.throws(() => parseSeed(`secrets:\n  - ${line}\n`, 'seed.yaml'), { message: text });
  }
  assert.throws(() => parseSeed('secrets:\n  - { name: a }\n  - { name: a, region: eu-west-1, replicas: [us-east-1] }\n', 'seed.yaml'), /seed.yaml:3: secret a .* is there already, at seed.yaml:2/);
  const noKey = parseSeed('secrets:\n  - { name: a, value: x, key: alias/none }\n', 'seed.yaml');
  await assert.rejects(startEmulator({ seed: noKey }), /^UsageError: seed.yaml:2: Secrets Manager can't encrypt .*alias\/none is not found\./);
  const noPolicy = parseSeed('secrets:\n  - name: a\n    policy: { Version: x }\n', 'seed.yaml');
  await assert.rejects(startEmulator({ seed: noPolicy }), /^UsageError: seed.yaml:3: This resource policy contains a syntax error\./);
});
