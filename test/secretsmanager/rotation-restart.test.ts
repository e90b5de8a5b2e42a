/** A rotation that the server's end cuts off goes on after the next start, with the same version. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryDirectory } from '../support/temporary.ts';
import { ACCOUNT, REGION, startEmulator } from './support.ts';

const HOUR = 3_600_000;
const SCRIPT = `
const { Step, SecretId, ClientRequestToken } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
async function call(operation, input) {
  const authorization = \`AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/\${process.env.AWS_REGION}/secretsmanager/aws4_request, SignedHeaders=host, Signature=0\`;
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.' + operation, authorization };
  const response = await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers, body: JSON.stringify(input) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
(async () => {
  if (Step === 'createSecret') await call('PutSecretValue', { SecretId, ClientRequestToken, SecretString: 'second', VersionStages: ['AWSPENDING'] });
  if (Step !== 'finishSecret') return;
  const { VersionId } = await call('GetSecretValue', { SecretId });
  await call('UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId: VersionId });
})();
`;

test('a rotation survives the end of the server', async (t) => {
  const directory = temporaryDirectory(t);
  const [data, script, begun] = [join(directory, 'data'), join(directory, 'rotate.cjs'), join(directory, 'begun')];
  writeFileSync(script, SCRIPT);
  const started = (target: string) => startEmulator({ location: { data }, rotationFunctions: [{ name: 'rotate', target: `command:${target}` }] });

  // It hangs in its first step: only the server's end ends it.
  const first = await started(`touch ${begun}; sleep 1000`);
  await first.secrets.createSecret({ Name: 'cut-off', SecretString: 'first' });
  const RotationLambdaARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:rotate`;
  const { VersionId } = await first.secrets.rotateSecret({ SecretId: 'cut-off', RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: 30 } });
  while (!existsSync(begun)) await pause(10);
  await first.stop();

  const second = await started(`${process.execPath} ${script}`);
  assert.equal((await second.secrets.getSecretValue({ SecretId: 'cut-off' })).SecretString, 'first');
  await second.advance(2 * HOUR);
  const got = await second.secrets.getSecretValue({ SecretId: 'cut-off' });
  assert.deepEqual([got.SecretString, got.VersionId], ['second', VersionId]);
  assert.ok((await second.secrets.describeSecret({ SecretId: 'cut-off' })).LastRotatedDate);
  await second.stop();
});
