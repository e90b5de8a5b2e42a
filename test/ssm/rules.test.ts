/** Versions, labels, tags, tiers, quotas, patterns, policies and settings: what Parameter Store takes and what it refuses. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SSM } from '@aws-sdk/client-ssm';
import { DAY, type Emulator, refuses, startEmulator } from './support.ts';

const SETTING = '/ssm/parameter-store/default-parameter-tier';

describe('the rules of parameters', () => {
  let emulator: Emulator;
  let ssm: SSM;
  before(async () => {
    emulator = await startEmulator({ parameterQuota: 40 });
    ssm = emulator.ssm;
  });
  after(() => emulator.stop());

  const put = (Name: string, more: object = {}) => ssm.putParameter({ Name, Value: 'v', Type: 'String', ...more });

  test('100 versions are kept, the oldest goes, unless a label holds it', async () => {
    const Name = '/versions';
    await put(Name);
    for (let i = 2; i <= 101; i++) await ssm.putParameter({ Name, Value: `v${i}`, Overwrite: true });
    await refuses(ssm.getParameter({ Name: `${Name}:1` }), 'ParameterVersionNotFound');
    const first = await ssm.getParameterHistory({ Name });
    const second = await ssm.getParameterHistory({ Name, NextToken: first.NextToken! });
    assert.deepEqual([...first.Parameters!, ...second.Parameters!].map(({ Version }) => Version), Array.from({ length: 100 }, (_, i) => i + 2));
    assert.equal(second.NextToken, undefined);
    await ssm.labelParameterVersion({ Name, ParameterVersion: 2, Labels: ['held'] });
    await refuses(
      ssm.putParameter({ Name, Value: 'x', Overwrite: true }),
      'ParameterMaxVersionLimitExceeded',
      `You attempted to create a new version of ${Name} by calling the PutParameter API with the overwrite flag. Version 2, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    );
    await ssm.labelParameterVersion({ Name, ParameterVersion: 50, Labels: ['held'] });
    assert.equal((await ssm.putParameter({ Name, Value: 'x', Overwrite: true })).Version, 102);
  });

  test('labels stand for one version, and move', async () => {
    const Name = '/labels';
    await put(Name);
    await put(Name, { Overwrite: true, Value: 'two' });
    const bad = ['1st', 'aws-x', 'SSMx', 'with blank', 'a/b'];
    const set = await ssm.labelParameterVersion({ Name, Labels: ['prod', 'Blue.1_-', ...bad] });
    assert.deepEqual([set.ParameterVersion, set.InvalidLabels], [2, bad]);
    await ssm.labelParameterVersion({ Name, ParameterVersion: 1, Labels: ['prod'] });
    const { Parameter } = await ssm.getParameter({ Name: `${Name}:prod` });
    assert.deepEqual([Parameter!.Version, Parameter!.Selector, Parameter!.Name], [1, ':prod', Name]);
    const labels = async () => (await ssm.getParameterHistory({ Name })).Parameters!.map(({ Labels }) => Labels);
    assert.deepEqual(await labels(), [['prod'], ['Blue.1_-']]);
    const removed = await ssm.unlabelParameterVersion({ Name, ParameterVersion: 1, Labels: ['prod', 'Blue.1_-'] });
    assert.deepEqual([removed.RemovedLabels, removed.InvalidLabels], [['prod'], ['Blue.1_-']]);
    assert.deepEqual(await labels(), [[], ['Blue.1_-']]);
    await refuses(ssm.getParameter({ Name: `${Name}:prod` }), 'ParameterVersionNotFound');
    await refuses(ssm.getParameter({ Name: `${Name}:1x` }), 'ValidationException', /^Invalid label format/);
    await refuses(ssm.labelParameterVersion({ Name, ParameterVersion: 9, Labels: ['x'] }), 'ParameterVersionNotFound');
    await refuses(ssm.labelParameterVersion({ Name: '/none', Labels: ['x'] }), 'ParameterNotFound');
    const ten = Array.from({ length: 10 }, (_, i) => `l${i}`);
    await refuses(ssm.labelParameterVersion({ Name, Labels: ten }), 'ParameterVersionLabelLimitExceeded');
    await ssm.labelParameterVersion({ Name, ParameterVersion: 1, Labels: ten });
  });

  test('tags', async () => {
    const Name = '/tags';
    const Tags = [{ Key: 'team', Value: 'a' }, { Key: 'stage', Value: '' }];
    await refuses(put(Name, { Overwrite: true, Tags }), 'ValidationException', /^Invalid request: tags and overwrite can't be used together\./);
    await put(Name, { Tags });
    const resource = { ResourceType: 'Parameter', ResourceId: Name } as const;
    const tags = async () => (await ssm.listTagsForResource(resource)).TagList!.map(({ Key, Value }) => `${Key}=${Value}`);
    assert.deepEqual(await tags(), ['stage=', 'team=a']);
    await ssm.addTagsToResource({ ...resource, Tags: [{ Key: 'team', Value: 'b' }, { Key: 'x', Value: 'y' }] });
    await ssm.removeTagsFromResource({ ...resource, TagKeys: ['stage', 'none'] });
    assert.deepEqual(await tags(), ['team=b', 'x=y']);
    const many = Array.from({ length: 49 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    await refuses(ssm.addTagsToResource({ ...resource, Tags: many }), 'TooManyTagsError');
    await ssm.addTagsToResource({ ...resource, Tags: many.slice(1) });
    await refuses(ssm.addTagsToResource({ ...resource, Tags: [{ Key: 'aws:x', Value: '' }] }), 'ValidationException');
    await refuses(ssm.addTagsToResource({ ...resource, ResourceId: '/none', Tags }), 'InvalidResourceId');
    await refuses(ssm.listTagsForResource({ ResourceType: 'Document', ResourceId: 'x' }), 'InvalidResourceId');
  });

  test('tiers go up alone, and the setting says which one is meant', async () => {
    const setting = async () => (await ssm.getServiceSetting({ SettingId: SETTING })).ServiceSetting!;
    assert.deepEqual([(await setting()).SettingValue, (await setting()).Status], ['Standard', 'Default']);
    assert.equal((await put('/tier', { Tier: 'Intelligent-Tiering' })).Tier, 'Standard');
    assert.equal((await put('/tier', { Tier: 'Intelligent-Tiering', Overwrite: true, Value: 'x'.repeat(5_000) })).Tier, 'Advanced');
    assert.equal((await put('/tier', { Overwrite: true })).Tier, 'Advanced');
    await refuses(put('/tier', { Tier: 'Standard', Overwrite: true }), 'ValidationException', /^This parameter uses the advanced-parameter tier\. You can't downgrade/);
    await ssm.updateServiceSetting({ SettingId: SETTING, SettingValue: 'Advanced' });
    assert.deepEqual([(await setting()).SettingValue, (await setting()).Status], ['Advanced', 'Customized']);
    assert.equal((await put('/tier/new')).Tier, 'Advanced');
    await refuses(ssm.updateServiceSetting({ SettingId: SETTING, SettingValue: 'Best' }), 'ValidationException');
    await refuses(ssm.getServiceSetting({ SettingId: '/ssm/other' }), 'ServiceSettingNotFound');
    await ssm.resetServiceSetting({ SettingId: SETTING });
    assert.equal((await put('/tier/newer')).Tier, 'Standard');
    const history = (await ssm.getParameterHistory({ Name: '/tier' })).Parameters!;
    assert.deepEqual(history.map(({ Tier }) => Tier), ['Standard', 'Advanced', 'Advanced']);
  });

  test('a quota for each tier', async () => {
    const region = emulator.ssmIn({ region: 'eu-north-1' });
    const make = (i: number, Tier: 'Standard' | 'Advanced' | 'Intelligent-Tiering' = 'Standard') => region.putParameter({ Name: `/q/${i}`, Value: 'v', Type: 'String', Tier });
    await Promise.all(Array.from({ length: 38 }, (_, i) => make(i)));
    const last = await Promise.allSettled([38, 39, 40, 41, 42].map((i) => make(i)));
    const refused = last.filter((one) => one.status === 'rejected').map((one) => (one.reason as Error).name);
    assert.deepEqual(refused, Array<string>(3).fill('ParameterLimitExceeded'));
    assert.equal((await make(50, 'Intelligent-Tiering')).Tier, 'Advanced');
    await region.putParameter({ Name: '/q/0', Value: 'w', Overwrite: true, Tier: 'Advanced' });
    await make(51);
    await refuses(make(52), 'ParameterLimitExceeded');
    await region.deleteParameter({ Name: '/q/51' });
    await make(52);
  });

  test('patterns are matched whole', async () => {
    for (const [AllowedPattern, good, bad] of [
      ['^\\d+$', '12', '12a'],
      ['[a-c]{2,3}', 'abc', 'abca'],
      ['(?:a|b)*c?', 'abac', 'abacc'],
      ['\\p{Alpha}+-\\w+', 'ab-c_1', 'a1-c'],
      ['[^x\\]]+', 'ab', 'ax'],
    ] as const) {
      await put('/pattern', { Overwrite: true, AllowedPattern, Value: good });
      await refuses(put('/pattern', { Overwrite: true, AllowedPattern, Value: bad }), 'ParameterPatternMismatchException', `Parameter value, cannot be validated against allowedPattern: ${AllowedPattern}`);
    }
    for (const AllowedPattern of ['(', '[a', 'a**{', '(?=a)b', '(a)\\1', 'a{3,2}', '*']) {
      await refuses(put('/pattern', { Overwrite: true, AllowedPattern, Value: 'a' }), 'InvalidAllowedPatternException');
    }
  });

  test('data types', async () => {
    await refuses(put('/data', { DataType: 'Text' }), 'ValidationException', /data type is not supported: Text/);
    await refuses(put('/data', { DataType: 'aws:ec2:image', Value: 'image' }), 'ValidationException');
    await put('/data', { DataType: 'aws:ec2:image', Value: 'ami-0123456789abcdef0' });
    assert.equal((await ssm.getParameter({ Name: '/data' })).Parameter!.DataType, 'aws:ec2:image');
    await refuses(put('/data', { DataType: 'text', Overwrite: true }), 'ValidationException', /changed to or from/);
    const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      ['aws:region', ['eu-west-1', 'us-gov-west-1'], ['europe']],
      ['aws:account:id', ['111122223333'], ['1111']],
      ['boolean', ['true', 'False'], ['1', '']],
      ['integer', ['443', '-1'], ['1.5', '1 ', '0x1']],
      ['float', ['1', '-1.5', '2e10', '.5'], ['1,5', 'one', '.']],
      ['binary', ['AAE=', 'AAEC'], ['AAE', '*']],
      ['hostname', ['db.example', 'a-1'], ['-a', 'a..b', 'a b', 'x'.repeat(64)]],
      ['email', ['a@b.example'], ['a', 'a@', 'a@b@c']],
      ['ipv4-address', ['10.0.0.1'], ['::1', '10.0.0.256', '10.0.0']],
      ['ipv6-address', ['::1', '2001:db8::1'], ['10.0.0.1', '2001:db8']],
      ['url', ['https://a.example/b?c'], ['a.example']],
      ['json', ['{"a":[1]}', '1'], ['{a:1}', '[1] // one', '[']],
      ['jsonc', ['[1] // one', '{"a": /* two\nlines */ "//"}'], ['{a:1}', '[1] /* one', '["a//]', '[1] /*/', '/*'.repeat(4_000), '"\\'.repeat(4_000)]],
    ];
    for (const [DataType, good, bad] of cases) {
      const Name = `/data/${DataType.replaceAll(':', '-')}`;
      for (const Value of good) await put(Name, { DataType, Value, Tier: 'Advanced', Overwrite: true });
      for (const Value of bad) await refuses(put(Name, { DataType, Value, Tier: 'Advanced', Overwrite: true }), 'ValidationException');
    }
    await refuses(put('/data/integer', { Value: 'one', Overwrite: true }), 'ValidationException', 'The parameter value is not valid for the data type integer.');
    await put('/data/integer', { Value: '1.5', DataType: 'float', Overwrite: true });
    await put('/data/list', { Type: 'StringList', Value: '1,2', DataType: 'integer' });
    await refuses(put('/data/list', { Value: '1,b', Type: 'StringList', Overwrite: true }), 'ValidationException');
    await refuses(put('/data/standard', { DataType: 'json', Value: '1' }), 'ValidationException', /advanced-parameter tier/);
    assert.equal((await put('/data/standard', { DataType: 'json', Value: '1', Tier: 'Intelligent-Tiering' })).Tier, 'Advanced');
  });

  test('policies: expiry by the clock, statuses, what is refused', async () => {
    const now = await emulator.advance(0);
    const Timestamp = new Date(now + 30 * DAY).toISOString();
    const expiration = { Type: 'Expiration', Version: '1.0', Attributes: { Timestamp } };
    const notice = { Type: 'ExpirationNotification', Version: '1.0', Attributes: { Before: '10', Unit: 'Days' } };
    const unchanged = { Type: 'NoChangeNotification', Version: '1.0', Attributes: { After: '48', Unit: 'Hours' } };
    const Policies = JSON.stringify([expiration, notice, unchanged]);
    await refuses(put('/policy', { Policies }), 'ValidationException', /advanced-parameter tier/);
    for (const [policies, name] of [
      ['x', 'InvalidPolicyAttributeException'],
      [JSON.stringify([{ ...expiration, Type: 'Expire' }]), 'InvalidPolicyTypeException'],
      [JSON.stringify([{ ...expiration, Attributes: {} }]), 'InvalidPolicyAttributeException'],
      [JSON.stringify([{ ...expiration, Attributes: { Timestamp: '2020-01-01T00:00:00Z' } }]), 'InvalidPolicyAttributeException'],
      [JSON.stringify([expiration, expiration]), 'IncompatiblePolicyException'],
      [JSON.stringify(Array(11).fill(unchanged)), 'PoliciesLimitExceededException'],
    ] as const) {
      await refuses(put('/policy', { Tier: 'Advanced', Policies: policies }), name);
    }
    await put('/policy', { Tier: 'Intelligent-Tiering', Policies });
    await put('/policy/kept', { Tier: 'Advanced', Policies });
    const statuses = async (name: string) => {
      const { Parameters } = await ssm.describeParameters({ ParameterFilters: [{ Key: 'Name', Values: [name] }] });
      return Parameters!.flatMap((parameter) => parameter.Policies!.map(({ PolicyType, PolicyStatus }) => `${PolicyType} ${PolicyStatus}`));
    };
    assert.deepEqual(await statuses('/policy'), ['Expiration Pending', 'ExpirationNotification Pending', 'NoChangeNotification Pending']);
    await emulator.advance(21 * DAY);
    assert.deepEqual(await statuses('/policy'), ['Expiration Pending', 'ExpirationNotification Finished', 'NoChangeNotification Finished']);
    await put('/policy', { Overwrite: true });
    assert.equal((await statuses('/policy')).length, 3);
    await put('/policy/kept', { Overwrite: true, Policies: '[{}]' });
    assert.deepEqual(await statuses('/policy/kept'), []);
    await emulator.advance(10 * DAY);
    await refuses(ssm.getParameter({ Name: '/policy' }), 'ParameterNotFound');
    assert.equal((await ssm.getParameter({ Name: '/policy/kept' })).Parameter!.Value, 'v');
    assert.equal((await put('/policy')).Version, 1);
  });

  test('years later, when the keys have been rotated, values are what they were', async () => {
    const kinds = [{}, { Type: 'SecureString' }, { Type: 'SecureString', Tier: 'Advanced' }];
    for (const [i, kind] of kinds.entries()) await put(`/years/${i}`, { ...kind, Value: `value ${i}` });
    await emulator.advance(800 * DAY);
    await put('/years/new', { Value: 'new' });
    const { Parameters } = await ssm.getParametersByPath({ Path: '/years', WithDecryption: true });
    assert.deepEqual(Parameters!.map(({ Value }) => Value), ['value 0', 'value 1', 'value 2', 'new']);
    const { KeyMetadata } = await emulator.kms.describeKey({ KeyId: 'alias/aws/ssm' });
    assert.equal((await emulator.kms.listKeyRotations({ KeyId: KeyMetadata!.KeyId! })).Rotations!.length, 2);
  });
});
