/** What trails deliver, validated by AWS's own tool: `aws cloudtrail validate-logs` against Trent and an S3-compatible server. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { environment } from '../support/served.ts';
import { missing } from '../support/tools.ts';
import { S3_CREDENTIALS, startS3 } from './s3-server.ts';
import { ACCOUNT, BUCKET, digestsIn, folderOf, HOUR, logsIn, pathIn, REGION, startTrails } from './support.ts';

const NO_CLI = missing('the AWS CLI', ['aws', '--version']);
const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/orders`;

async function awsCloudtrail(variables: Record<string, string>, ...args: string[]): Promise<{ code: number; lines: string[] }> {
  const child = spawn('aws', ['cloudtrail', ...args], { env: environment(variables) });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const code = await new Promise<number>((resolve) => child.on('close', resolve));
  return { code, lines: text.split('\n').filter((line) => line !== '') };
}

test('all valid; then whatever was changed or removed is named', { skip: NO_CLI }, async (t) => {
  const s3 = await startS3(t);
  const sink = { endpoint: s3.endpoint, region: REGION, credentials: S3_CREDENTIALS };
  const { cloudtrail, trent, reports } = await startTrails(t, { trails: { sink } });
  const bucket = folderOf(s3.directory, '._S3rver_object');
  const start = await trent.advanceClock(0);
  const variables = {
    AWS_ENDPOINT_URL: trent.url,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
  };
  const trail = ['--name', 'orders', '--s3-bucket-name', BUCKET, '--s3-key-prefix', 'a/b'];
  const made = await awsCloudtrail(variables, 'create-trail', ...trail, '--enable-log-file-validation');
  assert.equal(JSON.parse(made.lines.join('')).TrailARN, ARN);
  assert.deepEqual(await awsCloudtrail(variables, 'start-logging', '--name', ARN), { code: 0, lines: [] });
  for (let hour = 0; hour < 4; hour++) {
    await cloudtrail.describeTrails({});
    await trent.advanceClock(HOUR);
  }
  await trent.advanceClock(HOUR);
  // Another chain, from another StartLogging on.
  await cloudtrail.stopLogging({ Name: 'orders' });
  await trent.advanceClock(2_000);
  await trent.advanceClock(HOUR);
  await cloudtrail.startLogging({ Name: 'orders' });
  await trent.advanceClock(2 * HOUR);
  const end = await trent.advanceClock(1_000);
  const times = ['--start-time', new Date(start - HOUR).toISOString(), '--end-time', new Date(end + HOUR).toISOString()];
  const validated = () => awsCloudtrail(variables, 'validate-logs', '--trail-arn', ARN, ...times);
  const results = (lines: readonly string[]) => lines.filter((line) => /^\d+\/\d+ /.test(line));
  const named = (lines: readonly string[], key: string) => lines.filter((line) => line.includes(key));

  const logs = logsIn(bucket);
  const digests = digestsIn(bucket);
  assert.equal(digests.length, 8);
  assert.ok(logs.length >= 3);
  const valid = await validated();
  assert.equal(valid.lines.filter((line) => line.startsWith('No log files were delivered')).length, 1);
  assert.deepEqual([valid.code, ...results(valid.lines)], [0, '8/8 digest files valid', `${logs.length}/${logs.length} log files valid`]);

  const altered = pathIn(bucket, logs[0]!);
  const before = readFileSync(altered);
  writeFileSync(altered, gzipSync(gunzipSync(before).toString('utf8').replace('127.0.0.1', '127.0.0.2')));
  const changed = await validated();
  assert.equal(changed.code, 1);
  assert.deepEqual(named(changed.lines, 'INVALID').filter((line) => line.startsWith('Log file')), [
    `Log file\ts3://${BUCKET}/${logs[0]}\tINVALID: hash value doesn't match`,
  ]);
  writeFileSync(altered, before);

  rmSync(pathIn(bucket, logs[1]!));
  const gone = await validated();
  assert.equal(gone.code, 1);
  assert.deepEqual(named(gone.lines, logs[1]!), [`Log file\ts3://${BUCKET}/${logs[1]}\tINVALID: not found`]);

  rmSync(pathIn(bucket, digests[1]!));
  const broken = await validated();
  assert.equal(broken.code, 1);
  assert.deepEqual(named(broken.lines, digests[1]!), [`Digest file\ts3://${BUCKET}/${digests[1]}\tINVALID: not found`]);
  assert.deepEqual(reports, []);
});
