/** Parameters: created, overwritten, read in all forms, listed, deleted. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { SSM } from '@aws-sdk/client-ssm';
import { ACCOUNT, type Emulator, OTHER_ACCOUNT, OTHER_REGION, parameterArn, refuses, startEmulator } from './support.ts';

const EXISTS = 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.';

describe('parameters', () => {
  let emulator: Emulator;
  let ssm: SSM;
  before(async () => {
    emulator = await startEmulator();
    ssm = emulator.ssm;
  });
  after(() => emulator.stop());

  const valueOf = async (Name: string): Promise<string | undefined> => (await ssm.getParameter({ Name })).Parameter!.Value;

  test('created, read by name and ARN, overwritten, read by version', async () => {
    const created = await ssm.putParameter({ Name: '/orders/db', Value: 'one', Type: 'String', Description: 'where' });
    assert.deepEqual([created.Version, created.Tier], [1, 'Standard']);
    const { Parameter } = await ssm.getParameter({ Name: '/orders/db' });
    const { LastModifiedDate, ...rest } = Parameter!;
    assert.ok(LastModifiedDate);
    const shown = { Name: '/orders/db', Type: 'String', Value: 'one', Version: 1, ARN: parameterArn('/orders/db'), DataType: 'text' };
    assert.deepEqual(rest, shown);
    assert.equal(await valueOf(parameterArn('/orders/db')), 'one');
    assert.equal((await ssm.putParameter({ Name: '/orders/db', Value: 'two', Overwrite: true })).Version, 2);
    assert.equal(await valueOf('/orders/db'), 'two');
    const old = await ssm.getParameter({ Name: '/orders/db:1' });
    assert.deepEqual([old.Parameter!.Name, old.Parameter!.Value, old.Parameter!.Selector], ['/orders/db', 'one', ':1']);
    assert.equal(await valueOf(`${parameterArn('/orders/db')}:1`), 'one');
    await refuses(ssm.getParameter({ Name: '/orders/db:3' }), 'ParameterVersionNotFound');
  });

  test('a second creation is refused; a creation with Overwrite is one', async () => {
    await ssm.putParameter({ Name: 'twice', Value: 'a', Type: 'String', Overwrite: true });
    await refuses(ssm.putParameter({ Name: 'twice', Value: 'b', Type: 'String' }), 'ParameterAlreadyExists', EXISTS);
    assert.equal(await valueOf('twice'), 'a');
  });

  test('a name with a leading slash and without are one parameter', async () => {
    await ssm.putParameter({ Name: 'lone', Value: 'a', Type: 'String' });
    await refuses(ssm.putParameter({ Name: '/lone', Value: 'b', Type: 'String' }), 'ParameterAlreadyExists', EXISTS);
    assert.equal((await ssm.getParameter({ Name: '/lone' })).Parameter!.Name, 'lone');
  });

  test('what a new version leaves out stays; an empty text takes it away', async () => {
    const Name = '/kept/one';
    await ssm.putParameter({ Name, Value: '1', Type: 'String', Description: 'number', AllowedPattern: '\\d+' });
    await refuses(ssm.putParameter({ Name, Value: 'x', Overwrite: true }), 'ParameterPatternMismatchException', 'Parameter value, cannot be validated against allowedPattern: \\d+');
    await ssm.putParameter({ Name, Value: '2', Overwrite: true });
    await ssm.putParameter({ Name, Value: 'x', Overwrite: true, Description: '', AllowedPattern: '' });
    const { Parameters } = await ssm.getParameterHistory({ Name });
    assert.deepEqual(
      Parameters!.map((entry) => [entry.Version, entry.Value, entry.Description, entry.AllowedPattern]),
      [[1, '1', 'number', '\\d+'], [2, '2', 'number', '\\d+'], [3, 'x', undefined, undefined]],
    );
  });

  test('the type is needed for a creation, and stays', async () => {
    await refuses(ssm.putParameter({ Name: '/typed', Value: 'a' }), 'ValidationException');
    await ssm.putParameter({ Name: '/typed', Value: 'a,b', Type: 'StringList' });
    await refuses(ssm.putParameter({ Name: '/typed', Value: 'a', Type: 'SecureString', Overwrite: true }), 'HierarchyTypeMismatchException');
    await refuses(ssm.putParameter({ Name: '/typed', Value: 'a', KeyId: 'alias/x', Overwrite: true }), 'ValidationException', /KeyId/);
  });

  test('names', async () => {
    for (const [Name, code, text] of [
      ['a/b', 'ValidationException', 'Parameter name must be a fully qualified name'],
      ['/a//b', 'ValidationException', /sub-paths divided by slash/],
      ['/a/', 'ValidationException', /sub-paths divided by slash/],
      ['a b', 'ValidationException', /sub-paths divided by slash/],
      ['ä', 'ValidationException', /sub-paths divided by slash/],
      ['/ssm/x', 'ValidationException', /^Parameter name: can't be prefixed with "ssm"/],
      ['SSMx', 'ValidationException', /^Parameter name: can't be prefixed with "ssm"/],
      ['/aws/x', 'AccessDeniedException', 'No access to reserved parameter name: aws/x.'],
      ['AWSome', 'AccessDeniedException', 'No access to reserved parameter name: AWSome.'],
      ['/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16', 'HierarchyLevelLimitExceededException', /15 levels/],
      [parameterArn('/x'), 'ValidationException', 'Parameter name must be a fully qualified name'],
      [`/${'x'.repeat(1_000)}`, 'ValidationException', /too long/],
    ] as const) {
      await refuses(ssm.putParameter({ Name, Value: 'a', Type: 'String' }), code, text);
    }
    await ssm.putParameter({ Name: ' /trimmed ', Value: 'a', Type: 'String' });
    assert.equal((await ssm.getParameter({ Name: ' /trimmed' })).Parameter!.Name, '/trimmed');
    await ssm.putParameter({ Name: '/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15', Value: 'a', Type: 'String' });
  });

  test('values', async () => {
    const put = (Value: string, Tier?: 'Advanced') => ssm.putParameter({ Name: '/value', Value, Type: 'String', Overwrite: true, ...(Tier ? { Tier } : {}) });
    await refuses(put(''), 'ValidationException');
    await refuses(put('x{{ssm:y}}'), 'ValidationException', /nest another parameter/);
    await refuses(put('x'.repeat(4_097)), 'ValidationException', /^Standard tier parameters support a maximum parameter value of 4096 characters\./);
    await put('ü'.repeat(2_048));
    await put('x'.repeat(8_192), 'Advanced');
    await refuses(put('x'.repeat(8_193), 'Advanced'), 'ValidationException');
    assert.equal((await valueOf('/value'))!.length, 8_192);
  });

  test('several at once: in order of their names, and what is not there told', async () => {
    for (const Name of ['/many/b', '/many/a']) await ssm.putParameter({ Name, Value: Name, Type: 'String' });
    const { Parameters, InvalidParameters } = await ssm.getParameters({ Names: ['/many/b', '/many/none', '/many/a', '/many/b:7'] });
    assert.deepEqual(Parameters!.map(({ Name }) => Name), ['/many/a', '/many/b']);
    assert.deepEqual(InvalidParameters, ['/many/none', '/many/b:7']);
    const deleted = await ssm.deleteParameters({ Names: ['/many/a', '/many/none'] });
    assert.deepEqual([deleted.DeletedParameters, deleted.InvalidParameters], [['/many/a'], ['/many/none']]);
  });

  test('deleted with all its versions; a new one begins again', async () => {
    const Name = '/gone';
    await ssm.putParameter({ Name, Value: '1', Type: 'String', Tags: [{ Key: 'a', Value: 'b' }] });
    await ssm.putParameter({ Name, Value: '2', Overwrite: true });
    const arn = parameterArn(Name);
    const labels = { Name: arn, ParameterVersion: 2, Labels: ['a'] };
    for (const byArn of [ssm.deleteParameter({ Name: arn }), ssm.deleteParameters({ Names: [arn] }), ssm.labelParameterVersion(labels), ssm.unlabelParameterVersion(labels)]) {
      await refuses(byArn, 'ValidationException', 'Parameter name must be a fully qualified name');
    }
    await ssm.deleteParameter({ Name });
    await refuses(ssm.getParameter({ Name }), 'ParameterNotFound', 'Parameter /gone not found.');
    await refuses(ssm.getParameterHistory({ Name }), 'ParameterNotFound');
    await refuses(ssm.deleteParameter({ Name }), 'ParameterNotFound');
    assert.equal((await ssm.putParameter({ Name, Value: '3', Type: 'StringList' })).Version, 1);
    assert.equal((await ssm.getParameterHistory({ Name })).Parameters!.length, 1);
    assert.deepEqual((await ssm.listTagsForResource({ ResourceType: 'Parameter', ResourceId: Name })).TagList, []);
  });

  test('each account and region has its own', async () => {
    await ssm.putParameter({ Name: '/mine', Value: 'mine', Type: 'String' });
    for (const place of [{ account: OTHER_ACCOUNT }, { region: OTHER_REGION }]) {
      const other = emulator.ssmIn(place);
      await refuses(other.getParameter({ Name: '/mine' }), 'ParameterNotFound');
      await other.putParameter({ Name: '/mine', Value: 'other', Type: 'String' });
      assert.equal((await other.getParameter({ Name: '/mine' })).Parameter!.Value, 'other');
    }
    await refuses(emulator.ssmIn({ account: OTHER_ACCOUNT }).getParameter({ Name: parameterArn('/mine', ACCOUNT) }), 'AccessDeniedException', /not authorized to perform: ssm:GetParameter/);
    assert.equal(await valueOf('/mine'), 'mine');
  });

  test('what AWS provides is refused, and so are the other operations', async () => {
    const Name = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    await refuses(ssm.getParameter({ Name }), 'UnsupportedOperationException', /Trent has none of the parameters that AWS provides/);
    await refuses(ssm.getParametersByPath({ Path: '/aws/service/ami-amazon-linux-latest' }), 'UnsupportedOperationException');
    await refuses(ssm.listDocuments({}), 'UnsupportedOperationException', 'Trent does not support ListDocuments: of Systems Manager it has Parameter Store.');
  });
});
