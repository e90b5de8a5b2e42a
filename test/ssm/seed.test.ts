/** Parameters of a seed file: there before the first request, made as their account would make them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSeed } from '../../src/cli/seed-file.ts';
import { OTHER_ACCOUNT, startEmulator } from './support.ts';

const SEED = `
accounts:
  - id: "${OTHER_ACCOUNT}"
keys:
  - id: 1234abcd-12ab-34cd-56ef-1234567890ab
    aliases: [alias/orders]
parameters:
  - name: /orders/db/host
    value: db.example
    description: where
    tags: { team: orders }
  - { name: /orders/db/password, type: SecureString, value: "pass: word", key: alias/orders }
  - { name: /orders/db/token, type: SecureString, value: t, tier: Advanced }
  - { name: /orders/regions, value: [us-east-1, eu-west-1] }
  - { name: count, value: 012, allowedPattern: '\\d+' }
  - { name: /orders/db/host, account: "${OTHER_ACCOUNT}", region: eu-west-1, value: other }
`;

test('a seed has parameters of all types, and is applied again by reset', async () => {
  await using emulator = await startEmulator({ seed: parseSeed(SEED, 'seed.yaml') });
  const { ssm, trent } = emulator;
  const seen = async () => {
    const { Parameters } = await ssm.getParametersByPath({ Path: '/', Recursive: true, WithDecryption: true });
    return Parameters!.map(({ Name, Type, Value, Version }) => [Name, Type, Value, Version]);
  };
  const expected = [
    ['/orders/db/host', 'String', 'db.example', 1],
    ['/orders/db/password', 'SecureString', 'pass: word', 1],
    ['/orders/db/token', 'SecureString', 't', 1],
    ['/orders/regions', 'StringList', 'us-east-1,eu-west-1', 1],
  ];
  assert.deepEqual(await seen(), expected);
  assert.equal((await ssm.getParameter({ Name: 'count' })).Parameter!.Value, '012');
  const { Parameters } = await ssm.describeParameters({ ParameterFilters: [{ Key: 'Path', Values: ['/orders/db'] }] });
  assert.deepEqual(Parameters!.map(({ KeyId, Tier, Description }) => [KeyId, Tier, Description]), [
    [undefined, 'Standard', 'where'],
    ['alias/orders', 'Standard', undefined],
    ['alias/aws/ssm', 'Advanced', undefined],
  ]);
  assert.deepEqual((await ssm.listTagsForResource({ ResourceType: 'Parameter', ResourceId: '/orders/db/host' })).TagList, [{ Key: 'team', Value: 'orders' }]);
  const other = emulator.ssmIn({ account: OTHER_ACCOUNT, region: 'eu-west-1' });
  assert.equal((await other.getParameter({ Name: '/orders/db/host' })).Parameter!.Value, 'other');
  await ssm.putParameter({ Name: '/orders/db/host', Value: 'changed', Overwrite: true });
  await ssm.putParameter({ Name: '/new', Value: 'v', Type: 'String' });
  await trent.reset();
  assert.deepEqual(await seen(), expected);
});

test('what is wrong is told with its line', async () => {
  for (const [line, text] of [
    ['{ name: /a }', /^seed.yaml:2: a parameter needs a name and a value$/],
    ['{ name: /aws/a, value: x }', /^seed.yaml:2: No access to reserved parameter name: aws\/a\.$/],
    ['{ name: /a, value: [x], type: String }', /^seed.yaml:2: a String has one value, not a list$/],
    ['{ name: /a, value: x, key: alias/b }', /^seed.yaml:2: a String has no key$/],
    ['{ name: /a, value: x, tier: Best }', /^seed.yaml:2: 'Best' is no tier$/],
    ['{ name: /a, value: x, account: "111122223333" }', /^seed.yaml:2: account 111122223333 is not among the accounts of this file$/],
  ] as const) {
    assert.throws(() => parseSeed(`parameters:\n  - ${line}\n`, 'seed.yaml'), { message: text });
  }
  assert.throws(() => parseSeed('parameters:\n  - { name: /a, value: x }\n  - { name: a, value: y }\n', 'seed.yaml'), /seed.yaml:3: parameter a .* is there already, at seed.yaml:2/);
  const seed = parseSeed('parameters:\n  - { name: /a, type: SecureString, value: x, key: alias/none }\n', 'seed.yaml');
  await assert.rejects(startEmulator({ seed }), /^UsageError: seed.yaml:2: Alias .*alias\/none is not found\./);
});
