/** Buckets that are away, slow or somebody else's, and trails that are kept in PostgreSQL. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateKeyCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { refusal } from '../support/boot.ts';
import { startPostgres } from '../support/postgres.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { S3_CREDENTIALS, startS3 } from './s3-server.ts';
import { BUCKET, digestsIn, eventsIn, folderOf, HOUR, namesIn, REGION, startTrails } from './support.ts';

const GIVEN = { Name: 'orders', S3BucketName: BUCKET };
const MINUTE = 60_000;

test('a bucket that is away for an hour', async (t) => {
  const s3 = await startS3(t);
  const sink = { endpoint: s3.endpoint, region: REGION, credentials: S3_CREDENTIALS };
  const { cloudtrail, client, trent, reports } = await startTrails(t, { trails: { sink } });
  const bucket = folderOf(s3.directory, '._S3rver_object');
  const kms = client();
  await cloudtrail.createTrail({ ...GIVEN, EnableLogFileValidation: true });
  await cloudtrail.startLogging({ Name: 'orders' });
  await kms.send(new ListKeysCommand({}));
  await trent.advanceClock(5 * MINUTE);
  await s3.stop();
  for (let minute = 0; minute < 60; minute += 10) {
    await kms.send(new ListKeysCommand({}));
    await trent.advanceClock(10 * MINUTE);
  }
  const down = await cloudtrail.getTrailStatus({ Name: 'orders' });
  assert.equal(down.LatestDeliveryError, 'ECONNREFUSED');
  assert.ok(Date.parse(down.LatestDeliveryAttemptTime!) > Date.parse(down.LatestDeliveryAttemptSucceeded!));
  const [waiting] = trent.auditStatus().trails;
  assert.equal(waiting!.error, 'ECONNREFUSED');
  assert.ok(waiting!.segmentsBehind + waiting!.bytesBehind > 0);
  await startS3(t, s3);
  await trent.advanceClock(5 * MINUTE);
  const up = await cloudtrail.getTrailStatus({ Name: 'orders' });
  assert.equal(up.LatestDeliveryError, undefined);
  await trent.advanceClock(5 * MINUTE);
  assert.equal(trent.auditStatus().trails[0]!.error, undefined);
  const events = eventsIn(bucket);
  assert.equal(events.filter(({ eventName }) => eventName === 'ListKeys').length, 7);
  assert.equal(new Set(events.map(({ eventID }) => eventID)).size, events.length);
  assert.match(String(reports[0]), /cannot be delivered/);
  assert.equal(reports.length, 1);
});

interface Put {
  readonly bucket: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}

/** Takes all that is put, but never answers for the bucket that is slow; another it refuses. */
async function startSlowS3(t: TestContext): Promise<{ endpoint: string; puts: Put[] }> {
  const puts: Put[] = [];
  const server: Server = createServer((request, response) => {
    const bucket = request.url!.split('/')[1]!.split('?')[0]!;
    if (bucket === 'forbidden') response.writeHead(403).end();
    else if (request.method !== 'PUT') response.writeHead(200).end();
    else {
      puts.push({ bucket, headers: request.headers });
      request.resume().on('end', () => bucket !== 'slow' && response.writeHead(200).end());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, puts };
}

test('a bucket that never answers holds up nobody', async (t) => {
  const { endpoint, puts } = await startSlowS3(t);
  const trails = { sink: { endpoint, region: REGION, credentials: S3_CREDENTIALS }, deliverySeconds: 1 };
  const { cloudtrail, client, reports, stop } = await startTrails(t, { trails, auth: 'sigv4', clock: 'real' });
  const kms = client();
  for (const Name of ['slow', 'quick']) {
    await cloudtrail.createTrail({ Name, S3BucketName: Name === 'slow' ? 'slow' : BUCKET });
    await cloudtrail.startLogging({ Name });
  }
  const putsTo = (bucket: string): number => puts.filter((put) => put.bucket === bucket).length;
  while (putsTo('slow') < 1 || putsTo(BUCKET) < 3) {
    await kms.send(new ListKeysCommand({}));
    await pause(50);
  }
  assert.equal(putsTo('slow'), 1);
  const before = performance.now();
  await stop();
  assert.ok(performance.now() - before < 20_000);
  assert.deepEqual(reports, []);
});

test('what an S3-compatible server is told, and what it refuses', async (t) => {
  const { endpoint, puts } = await startSlowS3(t);
  const { cloudtrail, client, trent } = await startTrails(t, { trails: { sink: { endpoint, region: REGION, credentials: S3_CREDENTIALS } } });
  assert.equal((await refusal(cloudtrail.createTrail({ ...GIVEN, S3BucketName: 'forbidden' }))).name, 'InsufficientS3BucketPolicyException');
  const Statement = [
    { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' },
    { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'kms:*', Resource: '*' },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const { KeyMetadata } = await client().send(new CreateKeyCommand({ Policy }));
  await cloudtrail.createTrail({ ...GIVEN, KmsKeyId: KeyMetadata!.Arn, EnableLogFileValidation: true });
  await cloudtrail.startLogging({ Name: 'orders' });
  await trent.advanceClock(HOUR);
  assert.equal(puts.length, 2);
  for (const { headers } of puts) {
    assert.equal(headers['x-amz-server-side-encryption'], 'aws:kms');
    assert.equal(headers['x-amz-server-side-encryption-aws-kms-key-id'], KeyMetadata!.Arn);
    assert.deepEqual([headers['content-type'], headers['content-encoding']], ['application/json', 'gzip']);
  }
  assert.match(String(puts[1]!.headers['x-amz-meta-signature']), /^[0-9a-f]{512}$/);
  assert.equal(puts[1]!.headers['x-amz-meta-signature-algorithm'], 'SHA256withRSA');
});

test('trails kept in PostgreSQL', async (t) => {
  const postgres = await startPostgres();
  t.after(() => postgres.stop());
  const databaseUrl = await postgres.fresh();
  const rootKey = `file:${join(temporaryDirectory(t), 'root.key')}`;
  const { cloudtrail, client, trent, directory, reports, stop } = await startTrails(t, { location: { databaseUrl }, rootKey });
  await cloudtrail.createTrail({ ...GIVEN, EnableLogFileValidation: true, TagsList: [{ Key: 'a' }] });
  assert.equal((await refusal(cloudtrail.createTrail(GIVEN))).name, 'TrailAlreadyExistsException');
  await cloudtrail.startLogging({ Name: 'orders' });
  await client().send(new ListKeysCommand({}));
  await trent.advanceClock(HOUR + MINUTE);
  await cloudtrail.deleteTrail({ Name: 'orders' });
  await trent.advanceClock(2 * MINUTE);
  await trent.advanceClock(2 * MINUTE);
  const bucket = folderOf(directory);
  assert.deepEqual(namesIn(bucket), ['StartLogging', 'ListKeys', 'DeleteTrail']);
  assert.equal(digestsIn(bucket).length, 2);
  assert.deepEqual(reports, []);
  await stop();
});
