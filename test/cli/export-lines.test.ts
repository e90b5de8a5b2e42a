import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { exportLines } from '../../src/cli/export-lines.ts';

const server = { url: 'http://127.0.0.1:8736', region: 'eu-west-1' };

test('plain values stand without quotes', () => {
  const credentials = { account: '000000000000', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
  assert.deepEqual(exportLines(server, credentials), [
    'export AWS_ENDPOINT_URL=http://127.0.0.1:8736',
    'export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
    'export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'export AWS_REGION=eu-west-1',
    'export AWS_DEFAULT_REGION=eu-west-1',
  ]);
});

test('a shell that evaluates the lines gets the very values', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~]{16,40}$/), (secretAccessKey) => {
      const lines = exportLines(server, { account: '000000000000', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey });
      const script = 'eval "$1"; printf %s "$AWS_SECRET_ACCESS_KEY"';
      assert.equal(execFileSync('sh', ['-c', script, 'sh', lines.join('\n')], { encoding: 'utf8' }), secretAccessKey);
    }),
    { numRuns: 40 },
  );
});
