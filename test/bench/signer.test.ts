import assert from 'node:assert/strict';
import test from 'node:test';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { Signer } from '../../bench/signer.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', region: 'eu-central-1' };
const AT = Date.UTC(2026, 1, 28, 23, 59, 59, 987);
const CALL = { host: '127.0.0.1:8736', operation: 'Encrypt', body: '{"KeyId":"alias/ä","Plaintext":"AAEC"}' };

test('the signature is that of the SDK for the same headers', async () => {
  const { authorization, ...headers } = new Signer(CREDENTIALS, AT).headers(CALL);
  const sdk = new SignatureV4({ service: 'kms', region: CREDENTIALS.region, sha256: Sha256, credentials: CREDENTIALS, applyChecksum: false });
  const request = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', port: 8736, path: '/', query: {}, headers, body: CALL.body };
  const signed = await sdk.sign(request, { signingDate: new Date(AT) });
  assert.equal(authorization, signed.headers['authorization']);
});

test('equal calls give distinct messages, framed by the length of the body in bytes', () => {
  const signer = new Signer(CREDENTIALS, AT);
  const [one, two] = [signer.message(CALL), signer.message(CALL)];
  assert.notDeepEqual(one, two);
  const [head, body] = one.toString().split('\r\n\r\n') as [string, string];
  assert.equal(body, CALL.body);
  assert.match(head, new RegExp(`\r\ncontent-length: ${Buffer.byteLength(CALL.body)}$`));
});
