/** boto3 and the cryptography package: the story of boto3-story.py against a booted Trent. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { boot, REGION } from '../support/boot.ts';
import { missing } from '../support/tools.ts';

const STORY = join(import.meta.dirname, 'boto3-story.py');
const CHAPTERS = ['encryption', 'signatures', 'import_mac_key', 'import_symmetric_key', 'import_key_pairs', 'data_key_pair'];

const skip = missing('python3 with boto3 and cryptography', ['python3', '-c', 'import boto3, cryptography']);

test('boto3 encrypts, signs, and imports what the cryptography package wrapped', { skip }, async () => {
  await using booted = await boot();
  const { accessKeyId, secretAccessKey } = booted.credentials;
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ENDPOINT_URL: booted.trent.url,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const { stdout, stderr } = await promisify(execFile)('python3', ['-W', 'ignore', STORY], { env });
  assert.deepEqual(stdout.trim().split('\n'), CHAPTERS, stderr);
  assert.deepEqual(booted.reports, []);
});
