import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { UsageError } from '../../src/base/errors.ts';
import { parseSeed } from '../../src/cli/seed-file.ts';
import { ROOT } from './support.ts';

const ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const OTHER_ID = '0987dcba-09fe-87dc-65ba-ab0987654321';
const HEX = '00'.repeat(16) + 'ff'.repeat(16);

const parse = (text: string) => parseSeed(text, 'seed.yaml');
const key = (...lines: string[]) => parse([`keys:`, `  - id: ${ID}`, ...lines.map((line) => `    ${line}`)].join('\n')).keys[0]!;

function refused(text: string, line: number, message: RegExp): void {
  assert.throws(
    () => parse(text),
    (error) => error instanceof UsageError && error.message.startsWith(`seed.yaml:${line}: `) && message.test(error.message),
    text,
  );
}
const keyRefused = (lines: string[], line: number, message: RegExp): void =>
  refused([`keys:`, `  - id: ${ID}`, ...lines.map((text) => `    ${text}`)].join('\n'), line, message);

test('the example of the documentation', () => {
  const document = readFileSync(join(ROOT, 'docs/seed-file.md'), 'utf8');
  const { accounts, keys } = parse(/```yaml\n([\s\S]*?)```/.exec(document)![1]!);
  assert.deepEqual(accounts.map(({ id, administrator }) => [id, administrator?.accessKeyId]), [['111122223333', 'AKIAIOSFODNN7EXAMPLE'], ['444455556666', undefined]]);
  const { policies, groups, users, roles, oidcProviders } = accounts[0]!;
  assert.deepEqual(JSON.parse(policies[0]!.document.text).Statement.Action, ['kms:Decrypt', 'kms:DescribeKey']);
  const own = { text: 'decrypt-orders' };
  assert.deepEqual(groups, [{ at: 'seed.yaml:12', name: 'developers', path: '/', policies: [{ at: 'seed.yaml:13', ...own }], inline: [] }]);
  assert.deepEqual(users[0], {
    at: 'seed.yaml:15', name: 'alice', path: '/staff/', policies: [], tags: { team: 'orders' }, groups: ['developers'],
    boundary: { at: 'seed.yaml:19', text: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    inline: [{ name: 'encrypt', document: { at: 'seed.yaml:21', text: users[0]!.inline[0]!.document.text } }],
    accessKeys: [{ at: 'seed.yaml:23', accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }],
  });
  assert.deepEqual([roles[0]!.maxSessionSeconds, roles[0]!.description, roles[0]!.trustPolicy.at], [7200, undefined, 'seed.yaml:30']);
  assert.deepEqual(oidcProviders, [{ url: 'https://token.example.com', clientIds: ['trent'], thumbprints: [] }]);
  const [orders, invoices, multi, pair, external, hmac] = keys;
  assert.deepEqual(orders, {
    at: 'seed.yaml:42', id: ID, account: '000000000000', region: 'us-east-1', spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', origin: 'AWS_KMS',
    description: '', enabled: true, rotationPeriodInDays: undefined, replicas: [], materials: [], tags: {}, policy: undefined, aliases: ['alias/orders'], grants: [],
  });
  assert.equal(invoices!.materials.length, 3);
  assert.ok(invoices!.materials[2]!.equals(Buffer.from(Array.from({ length: 32 }, (_, index) => 0x40 + index))));
  assert.deepEqual([invoices!.tags, invoices!.rotationPeriodInDays], [{ team: 'billing', 'cost-center': '0042' }, 365]);
  const [grant] = invoices!.grants;
  assert.deepEqual([grant!.grantee, grant!.operations], ['arn:aws:iam::111122223333:role/worker', ['Decrypt', 'GenerateDataKey']]);
  assert.deepEqual(grant!.constraints.encryptionContextSubset, { tenant: '7' });
  assert.deepEqual(JSON.parse(invoices!.policy!).Statement[0].Principal, { AWS: 'arn:aws:iam::111122223333:root' });
  assert.deepEqual(multi!.replicas, ['eu-west-1', 'ap-southeast-2']);
  assert.equal(createPrivateKey({ key: pair!.materials[0]!, format: 'der', type: 'pkcs8' }).asymmetricKeyDetails!.namedCurve, 'prime256v1');
  assert.deepEqual([external!.origin, external!.materials], ['EXTERNAL', []]);
  assert.deepEqual([hmac!.usage, hmac!.enabled], ['GENERATE_VERIFY_MAC', false]);
});

test('JSON is taken, and the defaults are those of the server', () => {
  const seed = parseSeed(JSON.stringify({ keys: [{ id: ID, material: HEX }] }), 'seed.json', { account: '111122223333', region: 'eu-west-1' });
  assert.deepEqual([seed.keys[0]!.account, seed.keys[0]!.region, seed.keys[0]!.materials[0]!.toString('hex')], ['111122223333', 'eu-west-1', HEX]);
  assert.deepEqual(parse(''), { accounts: [], keys: [], parameters: [], secrets: [] });
});

test('ids without quotes keep their zeros', () => {
  const seed = parse(`accounts:\n  - id: 012345670123\nkeys:\n  - {id: ${ID}, account: 012345670123, tags: {n: 0042, b: true}}`);
  assert.deepEqual([seed.accounts[0]!.id, seed.keys[0]!.account, seed.keys[0]!.tags], ['012345670123', '012345670123', { n: '0042', b: 'true' }]);
  const policy = key('policy: {Principal: {AWS: 012345670123}, Bool: true, Null: null}').policy;
  assert.equal(policy, '{"Principal":{"AWS":"012345670123"},"Bool":true,"Null":null}');
});

test('anchors spare repetition', () => {
  const seed = parse(`keys:\n  - {id: ${ID}, policy: &p {A: 1}}\n  - {id: ${OTHER_ID}, policy: *p}`);
  assert.equal(seed.keys[1]!.policy, '{"A":"1"}');
});

test('a policy that stands for itself, or for endlessly much, is refused', () => {
  keyRefused(['policy: &a {x: *a}'], 3, /nested/);
  const laughs = Array.from({ length: 30 }, (_, index) => `l${index + 1}: &l${index + 1} [*l${index}, *l${index}]`);
  keyRefused([`policy: {l0: &l0 [1, 1], ${laughs.join(', ')}}`], 3, /too large/);
});

test('material in hex, base64 and PEM is the same material', () => {
  const raw = Buffer.from(HEX, 'hex');
  for (const text of [HEX, HEX.toUpperCase(), raw.toString('base64')]) assert.ok(key(`material: "${text}"`).materials[0]!.equals(raw), text);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
  const pair = (material: string) => key('spec: ECC_NIST_P256', 'usage: SIGN_VERIFY', `material: ${JSON.stringify(material)}`).materials[0]!;
  const texts = [pem, der.toString('base64'), der.toString('hex')];
  assert.deepEqual(texts.map((text) => pair(text).toString('hex')), texts.map(() => pair(pem).toString('hex')));
  assert.ok(createPrivateKey({ key: pair(pem), format: 'der', type: 'pkcs8' }).equals(privateKey));
});

test('any bytes of the right length are read back, in hex and base64', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constantFrom('hex' as const, 'base64' as const), (bytes, encoding) => {
      const raw = Buffer.from(bytes);
      assert.ok(key(`material: "${raw.toString(encoding)}"`).materials[0]!.equals(raw));
    }),
    { numRuns: 60 },
  );
});

test('what is wrong is told with its line', () => {
  refused('keys: [', 1, /./);
  refused('- a', 1, /mapping/);
  refused('keyz: []', 1, /no member 'keyz'/);
  refused('keys: {}', 1, /list/);
  refused('keys:', 1, /list|no value/);
  refused('keys:\n  - id: nope', 2, /no key id/);
  refused('keys:\n  - spec: RSA_2048', 2, /usage|id/);
  refused(`keys:\n  - id: ${ID.toUpperCase()}`, 2, /no key id/);
  refused('accounts:\n  - id: "12"', 2, /no account/);
  refused('accounts:\n  - id: "111122223333"\n    administrator: {accessKeyId: AKIAIOSFODNN7EXAMPLE}', 3, /needs/);
  refused('accounts:\n  - id: "111122223333"\n  - id: 111122223333', 3, /there already, at seed.yaml:2/);
  refused(`a: 1\na: 2`, 2, /unique/);
  keyRefused(['', 'colour: red'], 4, /no member 'colour'/);
  keyRefused(['spec: RSA_1024'], 3, /no key spec/);
  keyRefused(['spec: constructor'], 3, /no key spec/);
  keyRefused(['spec: RSA_2048', 'usage: GENERATE_VERIFY_MAC'], 4, /no usage/);
  keyRefused(['spec: RSA_2048'], 2, /needs a usage/);
  keyRefused(['account: "999999999999"'], 3, /not among the accounts/);
  keyRefused(['region: here'], 3, /no region/);
  keyRefused(['origin: AWS_CLOUDHSM'], 3, /no origin/);
  keyRefused(['enabled: "yes"'], 3, /true or false/);
  keyRefused(['rotation: {periodInDays: 89}'], 3, /90 to 2560/);
  keyRefused(['rotation: {periodInDays: 90}', 'origin: EXTERNAL'], 3, /rotate by themselves/);
  keyRefused(['replicas: [eu-west-1]'], 3, /multi-Region/);
  keyRefused(['tags: {aws:x: 1}'], 3, /reserved/);
  keyRefused(['tags: [a]'], 3, /mapping/);
  keyRefused(['policy: "{"'], 3, /JSON/);
  keyRefused(['policy: "[]"'], 3, /JSON/);
  keyRefused(['description: null'], 3, /text/);
  keyRefused(['description: "a\\0"'], 3, /U\+0000/);
  keyRefused(['aliases:', '  - alias/a', '  - orders'], 5, /no alias/);
  keyRefused(['aliases: [alias/aws/s3]'], 3, /reserved/);
  refused(`keys:\n  - id: mrk-${'a'.repeat(32)}\n    replicas: [us-east-1]`, 3, /already/);
});

const POLICY = '{"Version":"2012-10-17","Statement":[]}';
const accountRefused = (lines: string[], line: number, message: RegExp): void =>
  refused([`accounts:`, `  - id: "111122223333"`, ...lines.map((text) => `    ${text}`)].join('\n'), line, message);
const CREDENTIALS = '{accessKeyId: AKIAIOSFODNN7EXAMPLE, secretAccessKey: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}';

test('what is wrong with identities is told with its line', () => {
  const cases: [string[], number, RegExp][] = [
    [['users: {}'], 3, /list/],
    [['users:', '  - path: /a/'], 4, /a user needs a name/],
    [['users:', '  - name: al ice'], 4, /'al ice' is no name of a user/],
    [['users:', `  - name: ${'a'.repeat(65)}`], 4, /no name of a user/],
    [['users:', '  - name: Administrator'], 4, /made with the account/],
    [['users:', '  - name: alice', '  - name: Alice'], 5, /Alice is there already, at seed.yaml:4/],
    [['users:', '  - name: alice', '    path: staff'], 5, /no path/],
    [['users:', '  - name: alice', '    colour: red'], 5, /no member 'colour'/],
    [['users:', '  - name: alice', '    groups: [a]'], 5, /'a' is not among the groups of account 111122223333/],
    [['users:', '  - name: alice', '    policies: [a]'], 5, /'a' is not among the policies/],
    [['users:', '  - name: alice', '    boundary: a'], 5, /'a' is not among the policies/],
    [['users:', '  - name: alice', '    policies: ["arn:aws:iam::444455556666:policy/a"]'], 5, /another account/],
    [['users:', '  - name: alice', '    tags: {a: 1, A: 2}'], 5, /tag A is there already/],
    [['users:', '  - name: alice', '    tags: {"a*": 1}'], 5, /no name of a tag/],
    [['users:', '  - name: alice', '    tags: {a: "*"}'], 5, /no value of a tag/],
    [['users:', '  - name: alice', '    tags: {aws:a: 1}'], 5, /reserved/],
    [['users:', '  - name: alice', '    inline:', '      "a b": {}'], 6, /no name of a policy/],
    [['users:', '  - name: alice', '    inline: {a: "x"}'], 5, /policy a is no JSON object/],
    [['users:', '  - name: alice', `    inline: {a: {Sid: "${'x'.repeat(2_048)}"}}`], 5, /at most 2048 characters together/],
    [['users:', '  - name: alice', '    accessKeys: [{accessKeyId: AKIAIOSFODNN7EXAMPLE}]'], 5, /an access key needs/],
    [['users:', '  - name: alice', `    accessKeys: [${[1, 2, 3].map(() => CREDENTIALS).join(', ')}]`], 5, /at most 2 access keys/],
    [['users:', '  - name: alice', '    accessKeys:', `      - ${CREDENTIALS}`, `      - ${CREDENTIALS}`], 7, /AKIAIOSFODNN7EXAMPLE is there already, at seed.yaml:6/],
    [[`administrator: ${CREDENTIALS}`, 'users:', `  - {name: alice, accessKeys: [${CREDENTIALS}]}`], 5, /there already, at seed.yaml:2/],
    [['groups:', '  - name: g', '    tags: {a: 1}'], 5, /a group has no member 'tags'/],
    [['groups:', '  - {name: g, policies: [a, a]}', `policies: [{name: a, document: '${POLICY}'}]`], 4, /a is there already/],
    [['roles:', '  - name: r'], 4, /needs a trustPolicy/],
    [['roles:', '  - name: r', `    trustPolicy: '${POLICY}'`, '    maxSessionDuration: 3599'], 6, /3600 to 43200/],
    [['roles:', '  - name: r', `    trustPolicy: '${POLICY}'`, '    description: "\u20ac"'], 6, /ISO 8859-1/],
    [['roles:', '  - name: r', '    trustPolicy: "{"'], 5, /trustPolicy is no JSON object/],
    [['roles:', '  - name: r', `    trustPolicy: {Sid: "${'x'.repeat(2_048)}"}`], 5, /at most 2048 characters/],
    [['policies:', '  - name: p'], 4, /needs a document/],
    [['policies:', '  - name: p', `    document: {Sid: "${'x'.repeat(6_144)}"}`], 5, /at most 6144 characters/],
    [['policies:', '  - name: p', '    document: {}', '    path: /a b/'], 6, /no path/],
    [['oidcProviders:', '  - clientIds: [a]'], 4, /needs a url/],
    [['oidcProviders:', '  - url: http://a'], 4, /no url of an identity provider/],
    [['oidcProviders:', '  - url: https://a?b'], 4, /no url of an identity provider/],
    [['oidcProviders:', '  - url: https://a', '  - url: https://a'], 5, /there already/],
    [['oidcProviders:', '  - {url: "https://a", thumbprints: [a]}'], 4, /40 hex digits/],
  ];
  for (const [lines, line, message] of cases) accountRefused(lines, line, message);
});

test('what is wrong with grants is told with its line', () => {
  const grantee = 'grantee: "111122223333"';
  const cases: [string, RegExp][] = [
    ['operations: [Encrypt]', /needs a grantee and operations/],
    [`${grantee}, operations: []`, /greater than or equal to 1/],
    [`${grantee}, operations: [Sign]`, /Grant operation Sign is not valid for key usage ENCRYPT_DECRYPT/],
    [`${grantee}, operations: [encrypt]`, /Grant operation encrypt is not valid/],
    [`${grantee}, operations: [CreateGrant]`, /only the CreateGrant/],
    [`${grantee}, operations: [Encrypt], name: "a b"`, /no name of a grant/],
    [`${grantee}, operations: [Encrypt], constraints: {colour: red}`, /no member 'colour'/],
    ['grantee: alice, operations: [Encrypt]', /alice/],
    ['grantee: "arn:aws:iam::111122223333:group/g", operations: [Encrypt]', /group/],
    ['grantee: a.amazonaws.com, operations: [Encrypt]', /SourceArn/],
  ];
  for (const [grant, message] of cases) keyRefused(['grants:', `  - {${grant}}`], 4, message);
  const service = key('grants: [{grantee: a.amazonaws.com, retiring: b.amazonaws.com, operations: [Encrypt], constraints: {sourceArn: "arn:aws:s3:::x"}}]');
  assert.deepEqual(service.grants[0]!.constraints.sourceArn, 'arn:aws:s3:::x');
});

test('ids and aliases are there once', () => {
  refused(`keys:\n  - id: ${ID}\n  - id: ${ID}`, 3, /key .* is there already, at seed.yaml:2/);
  refused(`keys:\n  - {id: ${ID}, aliases: [alias/a]}\n  - {id: ${OTHER_ID}, aliases: [alias/a]}`, 3, /alias\/a .* is there already/);
  assert.equal(parse(`keys:\n  - {id: ${ID}, aliases: [alias/a]}\n  - {id: ${OTHER_ID}, region: eu-west-1, aliases: [alias/a]}`).keys.length, 2);
});

test('material that is no key of the spec is refused without being repeated', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  const der = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const bad: [string[], string][] = [
    [[], HEX.slice(2)],
    [[], `${HEX}00`],
    [[], 'not base64!'],
    [['spec: ECC_NIST_P256', 'usage: SIGN_VERIFY'], der],
    [['spec: ECC_NIST_P384', 'usage: SIGN_VERIFY'], der.slice(0, -8)],
  ];
  for (const [lines, material] of bad)
    assert.throws(
      () => key(...lines, `material: "${material}"`),
      (error: UsageError) => error instanceof UsageError && /no key of spec/.test(error.message) && !`${error.message}${error.hint}`.includes(material),
      material,
    );
  keyRefused([`material: [${HEX}, "${HEX}"]`], 3, /in the list already/);
  keyRefused(['spec: HMAC_256', `material: [${HEX}, "${HEX}"]`], 4, /one material/);
});

test('a syntax error does not show what stands around it', () => {
  assert.throws(
    () => parse(`keys:\n  - material: ${HEX} ]: {\n`),
    (error: UsageError) => error instanceof UsageError && !error.message.includes(HEX),
  );
});

test('any text gives a seed or a UsageError', () => {
  const piece = fc.constantFrom('keys:', 'accounts:', '\n', '  - ', 'id: ', ID, ': ', '[', ']', '{', '}', '&a ', '*a', 'null', '"', '- ', 'policy: ', 'material: ', HEX, '!!x ', '%', '|-', '? ', '<<: ');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      try {
        parse(pieces.join(''));
      } catch (error) {
        assert.ok(error instanceof UsageError, String((error as Error).stack));
      }
    }),
    { numRuns: 500 },
  );
});
