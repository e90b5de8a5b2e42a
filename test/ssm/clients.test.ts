/** Clients that people use, unchanged: the AWS CLI with files, boto3, and two loaders of parameters from npm. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SSM, SSMClient } from '@aws-sdk/client-ssm';
import middy from '@middy/core';
import ssmMiddleware from '@middy/ssm';
import { boot, type Booted } from '../support/boot.ts';
import { clientConfig, clientEnvironment } from '../support/client-environment.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { missing } from '../support/tools.ts';

const run = promisify(execFile);
const STORY = join(import.meta.dirname, 'boto3-story.py');

describe('clients of Parameter Store', () => {
  let booted: Booted;
  let ssm: SSM;
  before(async () => {
    booted = await boot();
    ssm = new SSM(clientConfig(booted));
    await ssm.putParameter({ Name: '/load/db/host', Value: 'db.example', Type: 'String' });
    await ssm.putParameter({ Name: '/load/db/password', Value: '{"user":"u","password":"p"}', Type: 'SecureString' });
    await ssm.putParameter({ Name: '/load/list', Value: 'a,b', Type: 'StringList' });
  });
  after(async () => {
    ssm.destroy();
    assert.deepEqual(booted.reports, []);
    await booted.stop();
  });

  test('the AWS CLI: values from files, pages, filters', { skip: missing('the AWS CLI', ['aws', '--version']) }, async (t) => {
    const directory = temporaryDirectory(t);
    const file = join(directory, 'value.txt');
    writeFileSync(file, 'line 1\nline 2 "ü"\n');
    const aws = async (...args: string[]): Promise<{ readonly [member: string]: unknown }> => {
      const { stdout } = await run('aws', ['ssm', ...args, '--output', 'json'], { env: clientEnvironment(booted) });
      return stdout === '' ? {} : (JSON.parse(stdout) as { [member: string]: unknown });
    };
    assert.deepEqual(await aws('put-parameter', '--name', '/cli/file', '--type', 'SecureString', '--value', `file://${file}`), { Version: 1, Tier: 'Standard' });
    const { Parameter } = await aws('get-parameter', '--name', '/cli/file', '--with-decryption');
    assert.equal((Parameter as { Value: string }).Value, 'line 1\nline 2 "ü"\n');
    const paged = await aws('get-parameters-by-path', '--path', '/load', '--recursive', '--page-size', '1', '--query', 'Parameters[].Name');
    assert.deepEqual(paged, ['/load/db/host', '/load/db/password', '/load/list']);
    const filtered = await aws('describe-parameters', '--parameter-filters', 'Key=Type,Values=StringList', '--query', 'Parameters[].Name');
    assert.deepEqual(filtered, ['/load/list']);
    await assert.rejects(aws('get-parameter', '--name', '/cli/none'), /An error occurred \(ParameterNotFound\) when calling the GetParameter operation: Parameter \/cli\/none not found\./);
  });

  test('boto3', { skip: missing('python3 with boto3', ['python3', '-c', 'import boto3']) }, async () => {
    const { stdout, stderr } = await run('python3', ['-W', 'ignore', STORY], { env: clientEnvironment(booted) });
    assert.deepEqual(stdout.trim().split('\n'), ['hierarchy', 'versions', 'secrets', 'refusals'], stderr);
  });

  test('Powertools for AWS Lambda', async () => {
    const provider = new SSMProvider({ awsSdkV3Client: new SSMClient(clientConfig(booted)) });
    assert.equal(await provider.get('/load/db/host'), 'db.example');
    assert.deepEqual(await provider.get('/load/db/password', { decrypt: true, transform: 'json' }), { user: 'u', password: 'p' });
    const all = await provider.getMultiple('/load', { recursive: true, decrypt: true });
    assert.deepEqual(Object.keys(all!).sort(), ['db/host', 'db/password', 'list']);
    const named = await provider.getParametersByName<string>({ '/load/db/host': {}, '/load/none': {} }, { throwOnError: false });
    assert.deepEqual([named['/load/db/host'], named['_errors']], ['db.example', ['/load/none']]);
    await provider.set('/load/set', { value: 'made' });
    assert.equal(await provider.get('/load/set'), 'made');
  });

  test('Middy', async () => {
    const { endpoint, region, credentials } = clientConfig(booted);
    const fetchData = { host: '/load/db/host', secrets: '/load/db/password' };
    const options = { AwsClient: SSMClient, awsClientOptions: { endpoint, region, credentials }, fetchData, cacheExpiry: 0, setToContext: true };
    let seen: unknown;
    const handler = middy(async (_event: unknown, context: unknown) => {
      const { host, secrets } = context as { host: unknown; secrets: unknown };
      seen = { host, secrets };
    }).use(ssmMiddleware(options as never) as never);
    await (handler as unknown as (event: object, context: object) => Promise<void>)({}, { getRemainingTimeInMillis: () => 1_000 });
    assert.deepEqual(seen, { host: 'db.example', secrets: { user: 'u', password: 'p' } });
  });
});
