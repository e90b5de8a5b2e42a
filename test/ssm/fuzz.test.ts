/**
 * Any names, paths, filters, policies and patterns: every operation answers with success or with an exception that its
 * model knows or that all operations share; never with an internal error, and never late.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { requireMatch } from '../../src/services/ssm/allowed-pattern.ts';
import model from '../../src/services/ssm/model.json' with { type: 'json' };
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type Emulator, parameterArn, startEmulator, startOnPostgres } from './support.ts';

const COMMON = ['ValidationException', 'SerializationException', 'AccessDeniedException', 'UnsupportedOperationException'];
const NAMES = ['/f/a', '/f/b', 'f', '/f/a:1', '/f/a:live', '/none', '/aws/x', 'ssm', '/aws/service/x', parameterArn('/f/a'), parameterArn('/f/a', '111122223333'), `${parameterArn('/f/b')}:2`];

const text = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('', ':', '/', '//', '\u0000', '%', '*', '\ud800'));
const name = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...NAMES) }, { weight: 2, arbitrary: text });
const path = fc.oneof(fc.constantFrom('/', '/f', '/f/', '/f/a', '/none', '/aws/service'), text);
const number = fc.oneof(fc.integer({ min: -2, max: 12 }), fc.constantFrom(2 ** 31, 2 ** 53, 1.5));
const junk = fc.jsonValue({ maxDepth: 2 });
const filter = fc.record(
  { Key: fc.constantFrom('Name', 'Type', 'KeyId', 'Path', 'Label', 'Tier', 'DataType', 'tag:x', 'tag:', 'x'), Option: fc.constantFrom('Equals', 'BeginsWith', 'Contains', 'Recursive', 'OneLevel', 'x'), Values: fc.array(fc.oneof(name, path), { maxLength: 3 }) },
  { requiredKeys: ['Key'] },
);
const policies = fc.oneof(
  fc.array(fc.record({ Type: fc.constantFrom('Expiration', 'NoChangeNotification', 'ExpirationNotification', '__proto__'), Version: fc.constantFrom('1.0', '2.0'), Attributes: fc.dictionary(fc.constantFrom('Timestamp', 'After', 'Before', 'Unit', 'constructor'), fc.oneof(fc.constantFrom('2099-01-01T00:00:00Z', '5', 'Days'), junk)) }), { maxLength: 3 }).map((list) => JSON.stringify(list)),
  fc.json(),
  text,
);
const tags = fc.array(fc.record({ Key: fc.oneof(fc.constantFrom('a', 'aws:x', '__proto__'), text), Value: text }), { maxLength: 3 });
const labels = fc.array(fc.oneof(fc.constantFrom('live', 'aws', '1', 'a'.repeat(101)), text), { maxLength: 12 });
const resource = { ResourceType: fc.constantFrom('Parameter', 'Parameter', 'Document', 'x'), ResourceId: name };

const INPUTS: { readonly [operation: string]: { readonly [member: string]: fc.Arbitrary<unknown> } } = {
  PutParameter: { Name: name, Value: fc.oneof(text, fc.constant('{{x}}'), fc.constant('v'.repeat(5_000))), Type: fc.constantFrom('String', 'SecureString', 'StringList', 'x'), Overwrite: fc.boolean(), KeyId: text, AllowedPattern: fc.oneof(text, fc.constantFrom('.*', '(')), Tier: fc.constantFrom('Standard', 'Advanced', 'Intelligent-Tiering'), Policies: policies, Tags: tags, DataType: fc.oneof(fc.constantFrom('text', 'integer', 'hostname', 'url', 'jsonc'), text), Description: text },
  GetParameter: { Name: name, WithDecryption: fc.boolean() },
  GetParameters: { Names: fc.array(name, { maxLength: 11 }), WithDecryption: fc.boolean() },
  GetParametersByPath: { Path: path, Recursive: fc.boolean(), ParameterFilters: fc.array(filter, { maxLength: 3 }), MaxResults: number, NextToken: text },
  GetParameterHistory: { Name: name, WithDecryption: fc.boolean(), MaxResults: number, NextToken: text },
  DescribeParameters: { ParameterFilters: fc.array(filter, { maxLength: 3 }), Filters: fc.array(filter, { maxLength: 1 }), MaxResults: number, NextToken: text, Shared: fc.boolean() },
  LabelParameterVersion: { Name: name, ParameterVersion: number, Labels: labels },
  UnlabelParameterVersion: { Name: name, ParameterVersion: number, Labels: labels },
  AddTagsToResource: { ...resource, Tags: tags },
  RemoveTagsFromResource: { ...resource, TagKeys: fc.array(text, { maxLength: 3 }) },
  ListTagsForResource: resource,
  GetServiceSetting: { SettingId: text },
  UpdateServiceSetting: { SettingId: fc.oneof(text, fc.constant('/ssm/parameter-store/default-parameter-tier')), SettingValue: text },
  ResetServiceSetting: { SettingId: text },
  DeleteParameters: { Names: fc.array(fc.oneof(text, fc.constant('/f/c')), { maxLength: 3 }) },
  DeleteParameter: { Name: fc.oneof(text, fc.constant('/f/c')) },
};

for (const [engine, numRuns] of [['SQLite', 60], ['PostgreSQL', 40]] as const) {
  describe(`fuzz on ${engine}`, () => {
    let postgres: TestPostgres | undefined;
    let emulator: Emulator;
    before(async () => {
      postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
      emulator = postgres ? await startOnPostgres(postgres) : await startEmulator();
      await emulator.ssm.putParameter({ Name: '/f/a', Value: 'a', Type: 'String' });
      await emulator.ssm.labelParameterVersion({ Name: '/f/a', Labels: ['live'] });
      await emulator.ssm.putParameter({ Name: '/f/b', Value: 'b', Type: 'SecureString', Tier: 'Advanced' });
    });
    after(async () => {
      await emulator.stop();
      await postgres?.stop();
    });

    const errorsOf = (operation: string): string[] => {
      const { errors } = model.operations[operation as keyof typeof model.operations] as { errors?: { shape: string }[] };
      return [...COMMON, ...(errors ?? []).map(({ shape }) => shape)];
    };

    for (const [operation, members] of Object.entries(INPUTS)) {
      test(operation, async () => {
        const mixed = Object.fromEntries(Object.entries(members).map(([member, value]) => [member, fc.oneof({ weight: 20, arbitrary: value }, { weight: 1, arbitrary: junk })]));
        const input = fc.record(mixed, { requiredKeys: [] });
        await fc.assert(
          fc.asyncProperty(fc.oneof({ weight: 20, arbitrary: input }, { weight: 1, arbitrary: junk }), async (body) => {
            const { status, body: answer } = await emulator.post(operation, body);
            if (status === 200) return;
            assert.equal(status, 400, JSON.stringify(answer));
            assert.ok(errorsOf(operation).includes(String(answer['__type'])), JSON.stringify([body, answer]));
          }),
          { numRuns },
        );
      });
    }

    test('what was there is there', async () => {
      const { Parameters } = await emulator.ssm.getParameters({ Names: ['/f/b:1'], WithDecryption: true });
      assert.deepEqual(Parameters!.map(({ Value }) => Value), ['b']);
    });
  });
}

describe('allowed patterns', () => {
  const matches = (pattern: string, value: string): boolean | string => {
    try {
      requireMatch(pattern, value);
      return true;
    } catch (error) {
      const { code } = error as { code?: string };
      assert.ok(code === 'ParameterPatternMismatchException' || code === 'InvalidAllowedPatternException', String(error));
      return code === 'ParameterPatternMismatchException' ? false : code;
    }
  };
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('a', 'b', '.', '\\d', '[ab]', '[^a]', '\\w', '^', '$', '\\b', '[0-9b-]'),
      fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('')),
      fc.tuple(tie('pattern'), tie('pattern')).map((parts) => `(?:${parts.join('|')})`),
      fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,}', '*?')).map(([body, times]) => `(${body})${times}`),
    ),
  }));

  test('mean what JavaScript takes them for, where both do', () => {
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', '1', '-', ' '), maxLength: 6 }), (expression, value) => {
        assert.equal(matches(expression, value), new RegExp(`^(?:${expression})$`).test(value), `${expression} on ${JSON.stringify(value)}`);
      }),
      { numRuns: 500 },
    );
  });

  test('any text is taken or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab\\(){}[]|*+?^$.-,19:pPuxdwkQ&=!<> '), maxLength: 40 }), fc.string(), (expression, value) => {
        matches(expression, value);
      }),
      { numRuns: 500 },
    );
  });

  test('none takes long', () => {
    const value = `${'a'.repeat(8_191)}!`;
    for (const expression of ['(a+)+', '(a|a)*b', '(a|aa)+$', '(.*)*x', '(a?){500}a{500}', '((a*)*)*', '(a{1,100}){1,100}', '(){9999}', '((){9999}){9999}', `${'('.repeat(500)}${')'.repeat(500)}`, '|'.repeat(1_000), '(?:a?|b?){3000}']) {
      const start = process.cpuUsage();
      assert.notEqual(matches(expression, value), true, expression);
      const { user, system } = process.cpuUsage(start);
      assert.ok(user + system < 1_500_000, `${expression} took ${(user + system) / 1_000} ms`);
    }
  });
});
