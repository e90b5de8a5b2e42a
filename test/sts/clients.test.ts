/** The AWS CLI and boto3 against the STS of a booted Trent. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { ACCOUNT, boot, type Booted } from '../support/boot.ts';
import { clientEnvironment } from '../support/client-environment.ts';
import { missing } from '../support/tools.ts';

const run = promisify(execFile);
const STORY = join(import.meta.dirname, 'boto3-story.py');

const environment = (booted: Booted): NodeJS.ProcessEnv => ({ ...clientEnvironment(booted), ACCOUNT });

test('aws sts', { skip: missing('the AWS CLI', ['aws', '--version']) }, async () => {
  await using booted = await boot();
  const aws = (...args: string[]) => run('aws', ['sts', ...args], { env: environment(booted) });
  const identity = JSON.parse((await aws('get-caller-identity')).stdout) as Record<string, string>;
  assert.deepEqual([identity['Account'], identity['Arn']], [ACCOUNT, `arn:aws:iam::${ACCOUNT}:user/administrator`]);
  const info = await aws('get-access-key-info', '--access-key-id', booted.credentials.accessKeyId, '--output', 'text');
  assert.equal(info.stdout.trim(), ACCOUNT);
  const issued = JSON.parse((await aws('get-session-token')).stdout) as { Credentials: Record<string, string> };
  assert.match(issued.Credentials['Expiration'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.deepEqual(booted.reports, []);
});

test('boto3', { skip: missing('python3 with boto3', ['python3', '-c', 'import boto3']) }, async () => {
  await using booted = await boot();
  const { stdout, stderr } = await run('python3', ['-W', 'ignore', STORY], { env: environment(booted) });
  assert.deepEqual(stdout.trim().split('\n'), ['identity', 'presigned', 'refusals', 'sessions', 'renewal', 'other_services'], stderr);
  assert.deepEqual(booted.reports, []);
});
