/** Clients that people use, unchanged: the AWS CLI with files, boto3, and a caching loader from npm. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { SecretsManager, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { boot, type Booted } from '../support/boot.ts';
import { clientConfig, clientEnvironment } from '../support/client-environment.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { missing } from '../support/tools.ts';

const run = promisify(execFile);
const STORY = join(import.meta.dirname, 'boto3-story.py');

describe('clients of Secrets Manager', () => {
  let booted: Booted;
  let secrets: SecretsManager;
  before(async () => {
    booted = await boot();
    secrets = new SecretsManager(clientConfig(booted));
  });
  after(async () => {
    secrets.destroy();
    assert.deepEqual(booted.reports, []);
    await booted.stop();
  });

  test('the AWS CLI: values from files, queries, errors', { skip: missing('the AWS CLI', ['aws', '--version']) }, async (t) => {
    const directory = temporaryDirectory(t);
    const [text, binary] = [join(directory, 'secret.json'), join(directory, 'secret.bin')];
    writeFileSync(text, '{"user":"orders","password":"pä\\"ss"}\n');
    writeFileSync(binary, Buffer.from([0, 255, 1, 254]));
    const aws = async (...args: string[]): Promise<string> => (await run('aws', ['secretsmanager', ...args, '--output', 'text'], { env: clientEnvironment(booted) })).stdout;
    await aws('create-secret', '--name', 'cli/db', '--secret-string', `file://${text}`, '--tags', 'Key=team,Value=orders');
    assert.equal(await aws('get-secret-value', '--secret-id', 'cli/db', '--query', 'SecretString'), `${readFileSync(text, 'utf8')}\n`);
    await aws('put-secret-value', '--secret-id', 'cli/db', '--secret-binary', `fileb://${binary}`);
    assert.equal((await aws('get-secret-value', '--secret-id', 'cli/db', '--query', 'SecretBinary')).trim(), 'AP8B/g==');
    assert.equal((await aws('list-secrets', '--filters', 'Key=tag-value,Values=ord', '--query', 'SecretList[].Name')).trim(), 'cli/db');
    await assert.rejects(
      aws('get-secret-value', '--secret-id', 'cli/none'),
      /An error occurred \(ResourceNotFoundException\) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret\./,
    );
    assert.match(await aws('get-random-password', '--password-length', '20', '--exclude-punctuation'), /^[A-Za-z0-9]{20}\n$/);
    await aws('delete-secret', '--secret-id', 'cli/db', '--force-delete-without-recovery');
  });

  test('boto3', { skip: missing('python3 with boto3', ['python3', '-c', 'import boto3']) }, async () => {
    const { stdout, stderr } = await run('python3', ['-W', 'ignore', STORY], { env: clientEnvironment(booted) });
    assert.deepEqual(stdout.trim().split('\n'), ['values', 'idempotency', 'pages', 'refusals'], stderr);
  });

  test('Powertools for AWS Lambda keeps a value for a while, and reads it again when told to', async () => {
    await secrets.createSecret({ Name: 'loaded', SecretString: '{"user":"u"}' });
    const provider = new SecretsProvider({ awsSdkV3Client: new SecretsManagerClient(clientConfig(booted)) });
    assert.deepEqual(await provider.get('loaded', { transform: 'json', maxAge: 60 }), { user: 'u' });
    await secrets.putSecretValue({ SecretId: 'loaded', SecretString: '{"user":"v"}' });
    assert.deepEqual(await provider.get('loaded', { transform: 'json', maxAge: 60 }), { user: 'u' });
    assert.deepEqual(await provider.get('loaded', { transform: 'json', forceFetch: true }), { user: 'v' });
    const previous = await provider.get('loaded', { transform: 'json', forceFetch: true, sdkOptions: { VersionStage: 'AWSPREVIOUS' } });
    assert.deepEqual(previous, { user: 'u' });
    await assert.rejects(async () => provider.get('not-there'), { name: 'GetParameterError' });
  });
});
