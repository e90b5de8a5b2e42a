/** Records of made-up requests: what is too large, hostile or of a service, and that each is one line of JSON. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { requestRecords } from '../../../src/audit/records/request-records.ts';
import { serviceRecords } from '../../../src/audit/records/service-records.ts';
import type { AuditDetail, AuditFacts } from '../../../src/base/audit.ts';
import { type Caller, mintCaller, rootPrincipal, type Session } from '../../../src/base/caller.ts';
import { Fault } from '../../../src/base/errors.ts';
import type { RequestContext } from '../../../src/base/operation.ts';
import { ACCOUNT, REGION, stage } from './support.ts';

const NOW = Date.UTC(2026, 2, 14, 15, 9, 26, 535);
const ROOT: Caller = mintCaller({ principal: rootPrincipal(ACCOUNT, 'aws'), account: ACCOUNT, region: REGION, accessKeyId: 'AKIA' });
const ORIGIN = { sourceAddress: '192.0.2.10', secure: true, userAgent: 'aws-cli/2', host: 'kms.us-east-1.amazonaws.com', tls: undefined };
const CONTEXT: RequestContext = {
  caller: ROOT,
  requestId: '12345126-30d5-4b28-98b9-9153da559963',
  eventId: '019cecf1-3b97-7000-8000-000000000001',
  now: NOW - 20,
  origin: ORIGIN,
};

function records(detail: AuditDetail, context: Partial<RequestContext> = {}, fault?: Fault, more: Partial<AuditFacts> = {}) {
  const facts = { input: {}, output: {}, target: undefined, asks: [], context: { ...CONTEXT, ...context }, ...more };
  return requestRecords({ service: 'kms', operation: 'Decrypt', rule: { readOnly: true, describe: () => detail }, facts, fault, time: NOW });
}
const parsed = (...given: Parameters<typeof records>): { readonly [member: string]: unknown } =>
  JSON.parse(records(...given)[0]!.event) as { [member: string]: unknown };

const service = (account: string): Caller =>
  mintCaller({
    principal: { type: 'service', account, arn: 'cloudtrail.amazonaws.com', principalId: 'cloudtrail.amazonaws.com', origin: { arn: '', id: '' } },
    account,
    region: REGION,
    accessKeyId: '',
  });
const KEY = { arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/k`, account: ACCOUNT, type: 'AWS::KMS::Key' };

describe('a record', () => {
  test('is, to the letter, what AWS documents of a Decrypt', () => {
    const detail = {
      requestParameters: { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', keyId: KEY.arn, encryptionContext: { Department: 'Engineering' } },
      additionalEventData: { keyMaterialId: '123456789abcdef0' },
      resources: [KEY],
    };
    const tls = { version: 'TLSv1.3', cipherSuite: 'TLS_AES_256_GCM_SHA384' };
    const [record, ...more] = records(detail, { origin: { ...ORIGIN, tls } });
    assert.deepEqual(more, []);
    assert.equal(
      record!.event,
      '{"eventVersion":"1.11",' +
        `"userIdentity":{"type":"Root","principalId":"${ACCOUNT}","arn":"arn:aws:iam::${ACCOUNT}:root","accountId":"${ACCOUNT}","accessKeyId":"AKIA"},` +
        '"eventTime":"2026-03-14T15:09:26Z","eventSource":"kms.amazonaws.com","eventName":"Decrypt","awsRegion":"us-east-1",' +
        '"sourceIPAddress":"192.0.2.10","userAgent":"aws-cli/2",' +
        `"requestParameters":{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","keyId":"${KEY.arn}","encryptionContext":{"Department":"Engineering"}},` +
        '"responseElements":null,"additionalEventData":{"keyMaterialId":"123456789abcdef0"},' +
        `"requestID":"${CONTEXT.requestId}","eventID":"${CONTEXT.eventId}","readOnly":true,` +
        `"resources":[{"accountId":"${ACCOUNT}","type":"AWS::KMS::Key","ARN":"${KEY.arn}"}],` +
        `"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"${ACCOUNT}","eventCategory":"Management",` +
        '"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_256_GCM_SHA384","clientProvidedHostHeader":"kms.us-east-1.amazonaws.com"}}',
    );
    const { account, region, time, eventId, eventName, eventSource, readOnly, username, accessKeyId, resources } = record!;
    assert.deepEqual({ account, region, time, eventId, eventName, eventSource, readOnly, username, accessKeyId, resources }, {
      account: ACCOUNT, region: REGION, time: NOW, eventId: CONTEXT.eventId, eventName: 'Decrypt', eventSource: 'kms.amazonaws.com',
      readOnly: true, username: 'root', accessKeyId: 'AKIA', resources: [['AWS::KMS::Key', KEY.arn]],
    });
  });

  test('leaves out what is too large, by bytes, and cuts texts', () => {
    const sized = (bytes: number) => ({ a: '\u20ac'.repeat((bytes - '{"a":""}'.length) / 3) });
    const fits = sized(102_398);
    assert.deepEqual(parsed({ requestParameters: fits, responseElements: fits })['requestParameters'], fits);
    const large = parsed({ requestParameters: sized(102_401), responseElements: sized(102_401), additionalEventData: sized(30_008) });
    assert.deepEqual([large['requestParameters'], large['responseElements'], large['additionalEventData']], [null, null, null]);
    const long = parsed({}, { origin: { ...ORIGIN, userAgent: 'u'.repeat(5_000) } }, new Fault('ValidationException', 'm'.repeat(5_000)));
    assert.deepEqual([long['userAgent'], long['errorMessage']], ['u'.repeat(1_024), 'm'.repeat(1_024)]);
  });

  test('of a refusal: the code, the text where there is one, and nothing of an answer', () => {
    const detail = { requestParameters: { a: 1 }, responseElements: { b: 2 }, additionalEventData: { c: 3 }, resources: [KEY, { ...KEY, account: '111122223333' }] };
    const { errorCode, errorMessage, responseElements, resources, ...rest } = parsed(detail, {}, new Fault('AccessDeniedException', 'no'));
    assert.deepEqual([errorCode, errorMessage, responseElements, resources], ['AccessDenied', 'no', null, [{ accountId: ACCOUNT, type: KEY.type, ARN: KEY.arn }]]);
    assert.equal('additionalEventData' in rest || 'sharedEventID' in rest, false);
    assert.equal('errorMessage' in parsed({}, {}, new Fault('InvalidCiphertextException')), false);
  });

  test('of a call through a service: who it is for, the service, and no address or connection of its own', () => {
    const via = { name: 'secretsmanager', principal: 'secretsmanager.amazonaws.com' };
    const event = parsed({}, { via, origin: { ...ORIGIN, tls: { version: 'TLSv1.3', cipherSuite: 'X' } } });
    const { type, invokedBy } = event['userIdentity'] as Record<string, string>;
    assert.deepEqual([type, invokedBy, event['sourceIPAddress'], event['userAgent']], ['Root', via.principal, via.principal, via.principal]);
    assert.equal('tlsDetails' in event, false);
  });

  test('of a service as itself', () => {
    const via = { name: 'cloudtrail', principal: 'cloudtrail.amazonaws.com', source: { arn: 'arn', account: ACCOUNT } };
    const [record] = records({}, { caller: service(ACCOUNT), via });
    const { userIdentity, sharedEventID } = JSON.parse(record!.event) as { userIdentity: object; sharedEventID: string };
    assert.deepEqual(userIdentity, { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' });
    assert.match(sharedEventID, /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    assert.deepEqual([record!.username, record!.accessKeyId, record!.account], [undefined, undefined, ACCOUNT]);
  });

  test('of a federated root, and of sessions of other credentials of the same principal', () => {
    const session: Session = {
      by: 'GetFederationToken', issuedAt: NOW, expiresAt: NOW, policy: undefined, policyArns: [], tags: [], transitiveTagKeys: [],
      sourceIdentity: undefined, provider: undefined,
    };
    const root = ROOT.principal;
    const principal = { ...root, type: 'federated-user' as const, arn: `arn:aws:sts::${ACCOUNT}:federated-user/f`, principalId: `${ACCOUNT}:f` };
    const federated = (accessKeyId: string): Caller => mintCaller({ principal, account: ACCOUNT, region: REGION, accessKeyId, session });
    const identity = (key: string) => parsed({}, { caller: federated(key) })['userIdentity'] as Record<string, object>;
    assert.deepEqual(identity('ASIA1')['sessionContext'], {
      sessionIssuer: { type: 'Root', principalId: ACCOUNT, arn: root.arn, accountId: ACCOUNT },
      attributes: { creationDate: '2026-03-14T15:09:26Z', mfaAuthenticated: 'false' },
    });
    assert.deepEqual([identity('ASIA1')['accessKeyId'], identity('ASIA2')['accessKeyId']], ['ASIA1', 'ASIA2']);
  });

  test('has IPv4 clients of a socket for both kinds by their own address', () => {
    assert.equal(parsed({}, { origin: { ...ORIGIN, sourceAddress: '::ffff:192.0.2.1' } })['sourceIPAddress'], '192.0.2.1');
    assert.equal(parsed({}, { origin: { ...ORIGIN, sourceAddress: '2001:db8::1' } })['sourceIPAddress'], '2001:db8::1');
  });

  test('tells of the connection, through the door as well', async (t) => {
    const on = await stage(t, { tls: 'self-signed', auth: 'off' });
    const ca = readFileSync(on.booted.trent.certificateFile!);
    const request = get(on.booted.trent.url, { method: 'POST', ca, headers: { 'x-amz-target': 'TrentService.ListKeys', host: 'localhost:8080' } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'close');
    const [recorded] = on.recorded();
    const tlsDetails = { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_256_GCM_SHA384', clientProvidedHostHeader: 'localhost:8080' };
    assert.deepEqual(recorded!.event['tlsDetails'], tlsDetails);
  });

  test('is for accounts alone: not for services\' own, nor for nobody', () => {
    assert.deepEqual(records({}, { caller: service('aws-owned') }), []);
    assert.deepEqual(records({ resources: [{ ...KEY, account: 'aws-owned' }] }).length, 1);
    const event = { account: 'aws-owned', region: REGION, eventSource: 'kms.amazonaws.com', eventName: 'RotateKey' };
    assert.deepEqual(serviceRecords([event], NOW), []);
  });

  test('is one line of JSON that says what it was given, whatever that is', () => {
    const text = fc.string({ unit: 'binary' });
    const json = fc.dictionary(text, fc.jsonValue(), { minKeys: 1 });
    const property = fc.property(text, text, text, json, text, (userAgent, host, message, requestParameters, name) => {
      const origin = { ...ORIGIN, userAgent, host, tls: { version: 'TLSv1.3', cipherSuite: 'X' } };
      const resources = [{ ...KEY, arn: name }];
      const [record] = records({ requestParameters, resources }, { origin }, new Fault('ValidationException', message));
      assert.equal(/[\n\r]/.test(record!.event), false);
      const event = JSON.parse(record!.event) as Record<string, unknown>;
      const { clientProvidedHostHeader } = event['tlsDetails'] as Record<string, unknown>;
      assert.deepEqual([event['userAgent'], clientProvidedHostHeader, event['errorMessage']], [userAgent, host, message]);
      assert.equal(JSON.stringify(event['requestParameters']), JSON.stringify(JSON.parse(JSON.stringify(requestParameters))));
      assert.deepEqual(record!.resources, [['AWS::KMS::Key', name]]);
    });
    fc.assert(property, { numRuns: 200 });
  });
});
