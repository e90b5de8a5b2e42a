/** Lists: hierarchies against a model of them, filters, pages, tokens. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  type DescribeParametersCommandInput,
  type GetParametersByPathCommandInput,
  paginateDescribeParameters,
  paginateGetParametersByPath,
  type ParameterStringFilter,
  type SSM,
} from '@aws-sdk/client-ssm';
import fc from 'fast-check';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type Emulator, refuses, startEmulator, startOnPostgres } from './support.ts';

const SEGMENT = fc.constantFrom('a', 'b', 'ab', 'a-b', 'a.b', 'A', '0', '_');
const NAME = fc.array(SEGMENT, { minLength: 1, maxLength: 5 }).chain((segments) =>
  fc.constantFrom(...(segments.length === 1 ? [segments[0]!] : []), `/${segments.join('/')}`),
);
const PATH = fc.array(SEGMENT, { maxLength: 4 }).chain((segments) => fc.constantFrom(...(segments.length > 0 ? [`/${segments.join('/')}`, `/${segments.join('/')}/`] : ['/'])));

const pathOf = (name: string): string => (name.startsWith('/') ? name : `/${name}`);
const byBytes = (names: readonly string[]): string[] => [...names].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));

/** What is below a path, by the words of the user guide: names without a slash are in no hierarchy. */
function below(names: readonly string[], path: string, recursive: boolean): string[] {
  const start = path.endsWith('/') ? path : `${path}/`;
  return byBytes(names.filter((name) => name.startsWith(start) && (recursive || !name.slice(start.length).includes('/'))));
}

for (const [engine, numRuns] of [['SQLite', 20], ['PostgreSQL', 5]] as const) {
  describe(`lists on ${engine}`, () => {
    let postgres: TestPostgres | undefined;
    let emulator: Emulator;
    let ssm: SSM;
    before(async () => {
      postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
      emulator = postgres ? await startOnPostgres(postgres) : await startEmulator();
      ssm = emulator.ssm;
    });
    after(async () => {
      await emulator.stop();
      await postgres?.stop();
    });

    const byPath = async (input: GetParametersByPathCommandInput): Promise<string[]> => {
      const names: string[] = [];
      for await (const page of paginateGetParametersByPath({ client: ssm }, input)) names.push(...page.Parameters!.map(({ Name }) => Name!));
      return names;
    };
    const described = async (input: DescribeParametersCommandInput): Promise<string[]> => {
      const names: string[] = [];
      for await (const page of paginateDescribeParameters({ client: ssm }, input)) names.push(...page.Parameters!.map(({ Name }) => Name!));
      return names;
    };
    const filtered = (...ParameterFilters: ParameterStringFilter[]): Promise<string[]> => described({ ParameterFilters });

    test('any names and paths: as the model has them, in pages of any length', async () => {
      let region = 0;
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(NAME, { selector: pathOf, maxLength: 25 }), fc.array(PATH, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 10 }), async (names, paths, MaxResults) => {
          ssm = emulator.ssmIn({ region: `us-test-${++region}` });
          await Promise.all(names.map((Name) => ssm.putParameter({ Name, Value: Name, Type: 'String' })));
          for (const Path of paths) {
            for (const Recursive of [false, true]) {
              const expected = below(names, Path, Recursive);
              assert.deepEqual(await byPath({ Path, Recursive, MaxResults }), expected, `${Path} ${Recursive}`);
              const Option = Recursive ? 'Recursive' : 'OneLevel';
              const listed = await described({ ParameterFilters: [{ Key: 'Path', Option, Values: [Path] }], MaxResults });
              assert.deepEqual(listed, expected, `filter ${Path} ${Option}`);
            }
          }
          assert.deepEqual(await described({ MaxResults }), byBytes(names));
        }),
        { numRuns },
      );
      ssm = emulator.ssm;
    });

    test('filters', async () => {
      const KeyId = (await emulator.kms.createKey({})).KeyMetadata!.KeyId!;
      const put = (Name: string, more: object) => ssm.putParameter({ Name, Value: 'v', Type: 'String', ...more });
      await put('/f/text', { Tags: [{ Key: 'team', Value: 'red' }] });
      await put('/f/list', { Type: 'StringList', Tier: 'Advanced' });
      await put('/f/own', { Type: 'SecureString', KeyId, Tags: [{ Key: 'team', Value: 'blue' }] });
      await put('/f/default', { Type: 'SecureString' });
      await put('/f/deep/er', { DataType: 'aws:ec2:image', Value: 'ami-01234567', Tags: [{ Key: 'other', Value: 'red' }] });
      await put('f-bare', {});
      const all = ['f-bare', '/f/deep/er', '/f/default', '/f/list', '/f/own', '/f/text'];
      for (const [Key, Option, Values, expected] of [
        ['Name', 'Equals', ['/f/text', 'f-bare', '/none'], ['f-bare', '/f/text']],
        ['Name', undefined, ['/f-bare'], ['f-bare']],
        ['Name', 'BeginsWith', ['/f/de'], ['/f/deep/er', '/f/default']],
        ['Name', 'BeginsWith', ['/f/l', 'f-'], ['f-bare', '/f/list']],
        ['Name', 'Contains', ['e'], ['f-bare', '/f/deep/er', '/f/default', '/f/text']],
        ['Type', 'Equals', ['SecureString', 'StringList'], ['/f/default', '/f/list', '/f/own']],
        ['Type', 'BeginsWith', ['String'], ['f-bare', '/f/deep/er', '/f/list', '/f/text']],
        ['KeyId', 'Equals', [KeyId], ['/f/own']],
        ['KeyId', 'BeginsWith', ['alias/aws/'], ['/f/default']],
        ['Tier', 'Equals', ['Advanced'], ['/f/list']],
        ['DataType', 'Equals', ['aws:ec2:image'], ['/f/deep/er']],
        ['Path', 'Recursive', ['/f/deep', '/none'], ['/f/deep/er']],
        ['tag:team', undefined, undefined, ['/f/own', '/f/text']],
        ['tag:team', 'Equals', ['red'], ['/f/text']],
        ['tag:team', 'BeginsWith', ['b', 'x'], ['/f/own']],
      ] as const) {
        assert.deepEqual(await filtered({ Key, Option, Values: Values && [...Values] }), expected, `${Key} ${Option} ${Values}`);
      }
      const both = await filtered({ Key: 'Type', Values: ['SecureString'] }, { Key: 'tag:team' }, { Key: 'Path', Values: ['/f'] });
      assert.deepEqual(both, ['/f/own']);
      assert.deepEqual(await described({ Filters: [{ Key: 'Type', Values: ['SecureString'] }], MaxResults: 1 }), ['/f/default', '/f/own']);
      assert.deepEqual(await described({}), all);
      assert.deepEqual(await described({ Shared: true }), []);
    });

    test('U+0000 is in no name, and no text is stored with it, or with half a character', async () => {
      for (const filter of [{ Key: 'Name', Values: ['/f\0'] }, { Key: 'Name', Option: 'BeginsWith', Values: ['\0'] }, { Key: 'tag:a\0' }, { Key: 'Type', Values: ['\0'] }]) {
        assert.deepEqual(await filtered(filter), [], JSON.stringify(filter));
      }
      assert.deepEqual(await byPath({ Path: '/f', ParameterFilters: [{ Key: 'Label', Values: ['\0'] }] }), []);
      const put = { Name: '/nul', Value: 'a\0', Type: 'String' } as const;
      for (const more of [{ Description: '\0' }, { AllowedPattern: 'a\0' }]) await refuses(ssm.putParameter({ ...put, ...more }), 'ValidationException');
      const half = { Value: 'a\ud800' };
      for (const more of [half, { ...half, Type: 'SecureString' } as const, { Description: '\udc00' }]) {
        await refuses(ssm.putParameter({ ...put, ...more }), 'ValidationException', /Unicode/);
      }
      await ssm.putParameter(put);
      assert.equal((await ssm.getParameter({ Name: '/nul' })).Parameter!.Value, 'a\0');
      await ssm.deleteParameter({ Name: '/nul' });
    });

    test('filters of hierarchies: type, key, and the version that has a label', async () => {
      for (const Name of ['/g/a', '/g/b']) await ssm.putParameter({ Name, Value: 'one', Type: 'String' });
      await ssm.labelParameterVersion({ Name: '/g/b', Labels: ['live'] });
      await ssm.putParameter({ Name: '/g/b', Value: 'two', Overwrite: true });
      const live = await ssm.getParametersByPath({ Path: '/g', ParameterFilters: [{ Key: 'Label', Values: ['live'] }] });
      assert.deepEqual(live.Parameters!.map(({ Name, Version, Value }) => [Name, Version, Value]), [['/g/b', 1, 'one']]);
      assert.deepEqual(await byPath({ Path: '/f', ParameterFilters: [{ Key: 'Type', Values: ['SecureString'] }] }), ['/f/default', '/f/own']);
      assert.deepEqual(await byPath({ Path: '/f', ParameterFilters: [{ Key: 'KeyId', Option: 'BeginsWith', Values: ['alias/'] }] }), ['/f/default']);
    });

    test('pages that filters leave short go on; what comes and goes meanwhile moves nothing', async () => {
      const other = emulator.ssmIn({ region: 'us-long-1' });
      const name = (i: number): string => `/long/${String(i).padStart(4, '0')}`;
      for (let start = 0; start < 620; start += 62) {
        await Promise.all(Array.from({ length: 62 }, (_, i) => other.putParameter({ Name: name(start + i), Value: 'v', Type: start + i === 610 ? 'StringList' : 'String' })));
      }
      const filter = { ParameterFilters: [{ Key: 'Type', Values: ['StringList'] }] };
      const first = await other.describeParameters(filter);
      assert.deepEqual(first.Parameters, []);
      const second = await other.describeParameters({ ...filter, NextToken: first.NextToken! });
      assert.deepEqual([second.Parameters!.map(({ Name }) => Name), second.NextToken], [[name(610)], undefined]);
      const page = await other.getParametersByPath({ Path: '/long', MaxResults: 3 });
      await other.deleteParameter({ Name: name(2) });
      await other.putParameter({ Name: '/long/0000a', Value: 'v', Type: 'String' });
      const next = await other.getParametersByPath({ Path: '/long', MaxResults: 2, NextToken: page.NextToken! });
      assert.deepEqual(next.Parameters!.map(({ Name }) => Name), [name(3), name(4)]);
    });
  });
}

describe('what lists refuse', () => {
  let emulator: Emulator;
  let ssm: SSM;
  before(async () => {
    emulator = await startEmulator();
    ssm = emulator.ssm;
    for (const Name of ['/t/a', '/t/b', '/t/c']) await ssm.putParameter({ Name, Value: 'v', Type: 'String' });
  });
  after(() => emulator.stop());

  test('paths', async () => {
    for (const Path of ['t', '/t//a', '//', '/aws/x', '/SSM', '/t a', '/t/*']) {
      await refuses(ssm.getParametersByPath({ Path }), 'ValidationException', /^The parameter doesn't meet the parameter name requirements\./);
    }
    await refuses(ssm.getParametersByPath({ Path: '/t', MaxResults: 11 }), 'ValidationException', /at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10/);
  });

  test('filters', async () => {
    const describing = (filter: ParameterStringFilter) => ssm.describeParameters({ ParameterFilters: [filter] });
    await refuses(describing({ Key: 'Label', Values: ['x'] }), 'InvalidFilterKey');
    await refuses(describing({ Key: 'Colour', Values: ['x'] }), 'ValidationException', /at 'parameterFilters.1.member.key' failed to satisfy constraint/);
    await refuses(describing({ Key: 'Type', Option: 'Contains', Values: ['x'] }), 'InvalidFilterOption');
    await refuses(describing({ Key: 'Path', Option: 'Equals', Values: ['/t'] }), 'InvalidFilterOption');
    await refuses(describing({ Key: 'Path', Values: ['t'] }), 'InvalidFilterValue');
    await refuses(describing({ Key: 'Type' }), 'InvalidFilterValue');
    await refuses(ssm.getParametersByPath({ Path: '/t', ParameterFilters: [{ Key: 'Name', Values: ['x'] }] }), 'InvalidFilterKey');
    const twice = { Key: 'Type', Values: ['String'] };
    await refuses(ssm.describeParameters({ ParameterFilters: [twice, twice] }), 'ValidationException');
    await refuses(ssm.describeParameters({ ParameterFilters: [twice], Filters: [{ Key: 'Type', Values: ['String'] }] }), 'ValidationException');
  });

  test('tokens of another list, account or nobody', async () => {
    const { NextToken } = await ssm.getParametersByPath({ Path: '/t', MaxResults: 1 });
    assert.ok(NextToken);
    await ssm.getParametersByPath({ Path: '/t', MaxResults: 2, NextToken });
    for (const call of [
      () => ssm.getParametersByPath({ Path: '/t', Recursive: true, NextToken }),
      () => ssm.getParametersByPath({ Path: '/', NextToken }),
      () => ssm.describeParameters({ NextToken }),
      () => ssm.getParameterHistory({ Name: '/t/a', NextToken }),
      () => emulator.ssmIn({ account: '111122223333' }).getParametersByPath({ Path: '/t', NextToken }),
      () => ssm.getParametersByPath({ Path: '/t', NextToken: `${NextToken}A` }),
      () => ssm.getParametersByPath({ Path: '/t', NextToken: '' }),
    ]) {
      await refuses(call(), 'InvalidNextToken', "The specified token isn't valid.");
    }
  });
});
