/** What KMS does by itself, and what a request does in other regions: events of the account, in the region of the key. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import { importInto } from '../../kms/importing.ts';
import { ACCOUNT, type Event, keyResources, REGION, stage } from './support.ts';

const DAY = 86_400_000;
const ROOT: { accessKeyId: string; secretAccessKey: string } = { accessKeyId: ACCOUNT, secretAccessKey: '-' };
const ORDER = [
  'eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent',
  'requestParameters', 'responseElements', 'eventID', 'readOnly', 'resources', 'eventType', 'managementEvent', 'recipientAccountId',
  'serviceEventDetails', 'eventCategory',
];

const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
const inRegion = (arn: string, region: string): string => arn.replace(REGION, region);

/** All that is the same in the service's own events. */
function assertInternal(event: Event, eventName: string, arn: string, serviceEventDetails?: object, responseElements: object | null = null): void {
  const { eventTime, eventID, ...rest } = event;
  assert.match(eventTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.match(eventID, /^[0-9a-f-]{36}$/);
  assert.deepEqual(rest, {
    eventVersion: '1.11',
    userIdentity: { accountId: ACCOUNT, invokedBy: 'AWS Internal' },
    eventSource: 'kms.amazonaws.com',
    eventName,
    awsRegion: arn.split(':')[3],
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    requestParameters: null,
    responseElements,
    readOnly: false,
    resources: keyResources(arn),
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    ...(serviceEventDetails && { serviceEventDetails }),
    eventCategory: 'Management',
  });
  assert.deepEqual(Object.keys(event), ORDER.filter((member) => member in event));
}

test('rotation, expiry and deletion, each once, at their time', async (t) => {
  const on = await stage(t, { auth: 'off', clock: 'manual' });
  const kms = on.kms(ROOT);
  const named = async (name: string) => (await on.events()).map(({ event }) => event).filter(({ eventName }) => eventName === name);
  const make = async (input: Parameters<KMS['createKey']>[0]) => (await kms.createKey(input)).KeyMetadata!;
  const rotating = await make({});
  await kms.enableKeyRotation({ KeyId: rotating.KeyId!, RotationPeriodInDays: 90 });
  const external = await make({ Origin: 'EXTERNAL' });
  const now = await on.booted.trent.advanceClock(0);
  const expiry = { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: new Date(now + 10 * DAY) } as const;
  const keyMaterialId = await importInto(kms, external.KeyId!, Buffer.alloc(32, 1), undefined, expiry);
  const doomed = await make({});
  await kms.scheduleKeyDeletion({ KeyId: doomed.KeyId!, PendingWindowInDays: 7 });
  assert.deepEqual(await named('RotateKey'), []);

  await on.booted.trent.advanceClock(91 * DAY);
  const [rotation, ...more] = await named('RotateKey');
  assert.deepEqual(more, []);
  const { CurrentKeyMaterialId: currentKeyMaterialId } = (await kms.describeKey({ KeyId: rotating.KeyId! })).KeyMetadata!;
  const rotated = { keyOrigin: 'AWS_KMS', previousKeyMaterialId: rotating.CurrentKeyMaterialId, currentKeyMaterialId, keyId: rotating.KeyId };
  assertInternal(rotation!, 'RotateKey', rotating.Arn!, { rotationType: 'AUTOMATIC', ...rotated });
  const [expired, ...others] = await named('DeleteExpiredKeyMaterial');
  assert.deepEqual(others, []);
  assertInternal(expired!, 'DeleteExpiredKeyMaterial', external.Arn!, { keyId: external.KeyId, keyMaterialId });
  const [deleted, ...rest] = await named('DeleteKey');
  assert.deepEqual(rest, []);
  assertInternal(deleted!, 'DeleteKey', doomed.Arn!, undefined, { keyId: doomed.Arn });
  const times = [deleted!, expired!, rotation!].map(({ eventTime }) => Math.round((Date.parse(eventTime) - now) / DAY));
  assert.deepEqual(times, [7, 10, 90]);

  const asked = kms.rotateKeyOnDemand({ KeyId: rotating.KeyId! });
  await asked;
  const [, onDemand] = await named('RotateKey');
  const after = (await kms.describeKey({ KeyId: rotating.KeyId! })).KeyMetadata!.CurrentKeyMaterialId;
  const demanded = { ...rotated, previousKeyMaterialId: currentKeyMaterialId, currentKeyMaterialId: after };
  assertInternal(onDemand!, 'RotateKey', rotating.Arn!, { rotationType: 'ON_DEMAND', ...demanded });
});

test('what happens to the relatives of a multi-Region key is shown where they are', async (t) => {
  const on = await stage(t);
  const kms = on.kms();
  const { KeyMetadata } = await kms.createKey({ MultiRegion: true });
  const [KeyId, arn] = [KeyMetadata!.KeyId!, KeyMetadata!.Arn!];
  const there = inRegion(arn, 'eu-west-1');
  const during = async (call: () => Promise<unknown>): Promise<Event[]> => {
    const before = (await on.events()).length;
    await call();
    return (await on.events()).slice(before).map(({ event }) => event);
  };
  const elsewhere = async (call: () => Promise<unknown>): Promise<Event[]> =>
    (await during(call)).filter(({ awsRegion }) => awsRegion === 'eu-west-1');
  const synchronized = async (call: () => Promise<unknown>): Promise<Event[]> =>
    (await during(call)).filter(({ eventName }) => eventName === 'SynchronizeMultiRegionKey');
  assert.deepEqual(await synchronized(() => kms.enableKeyRotation({ KeyId })), [], 'of a key without relatives');

  const [created, ...more] = await elsewhere(() => kms.replicateKey({ KeyId, ReplicaRegion: 'eu-west-1' }));
  assert.deepEqual(more, []);
  assert.deepEqual([created!.eventName, created!['eventType'], created!['sourceIPAddress']], ['CreateKey', 'AwsApiCall', 'kms.amazonaws.com']);
  assert.deepEqual([created!.userIdentity['userName'], created!.userIdentity['invokedBy']], ['administrator', 'kms.amazonaws.com']);
  assert.deepEqual(created!['resources'], keyResources(there));
  const shown = created!.responseElements!['keyMetadata'] as Record<string, unknown>;
  assert.deepEqual([shown['arn'], shown['keyState'], shown['multiRegion']], [there, 'Enabled', true]);

  const [copied, ...again] = await synchronized(() => kms.rotateKeyOnDemand({ KeyId }));
  assert.deepEqual(again, []);
  assert.deepEqual([copied!['eventType'], copied!.awsRegion], ['AwsApiCall', REGION]);
  assert.deepEqual(copied!.userIdentity, { accountId: ACCOUNT, invokedBy: 'AWS Internal' });
  assert.deepEqual([copied!.responseElements, copied!['resources']], [{ keyId: arn }, keyResources(arn)]);
  assert.match(copied!.requestID!, /^[0-9a-f-]{36}$/);
  assert.equal((await synchronized(() => kms.disableKeyRotation({ KeyId }))).length, 1);

  const [second] = await elsewhere(() => kms.updatePrimaryRegion({ KeyId, PrimaryRegion: 'eu-west-1' }));
  assert.deepEqual([second!.eventName, second!.userIdentity['invokedBy'], 'resources' in second!], ['UpdatePrimaryRegion', 'kms.amazonaws.com', false]);
  assert.deepEqual(second!.requestParameters, { keyId: KeyId, primaryRegion: 'eu-west-1' });
  assert.equal(idOf(String(second!.responseElements!['keyId'])), KeyId);
});

test('a change that lost, or was refused, leaves no events of its own', async (t) => {
  const on = await stage(t);
  const kms = on.kms();
  const { KeyMetadata } = await kms.createKey({});
  const KeyId = KeyMetadata!.KeyId!;
  const calls = Array.from({ length: 5 }, () => kms.rotateKeyOnDemand({ KeyId }).then(() => true, () => false));
  const done = (await Promise.all(calls)).filter(Boolean).length;
  const events = (await on.events()).map(({ event }) => event);
  assert.equal(events.filter(({ eventName }) => eventName === 'RotateKey').length, done);
  assert.equal(events.filter(({ eventName }) => eventName === 'RotateKeyOnDemand').length, calls.length);
  await kms.disableKey({ KeyId });
  assert.equal((await on.of(kms.rotateKeyOnDemand({ KeyId }))).length, 1);
  assert.equal((await on.events()).filter(({ event }) => event.eventName === 'RotateKey').length, done);
});
