/** Where the keys of issuers come from, and how long they are kept. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { DAY_MS, HOUR_MS, ManualClock, MINUTE_MS, SECOND_MS } from '../../src/base/clock.ts';
import { parseJws } from '../../src/crypto/jws.ts';
import { selfSignedCertificate } from '../../src/crypto/signing-certificate.ts';
import { IssuerKeys } from '../../src/services/sts/issuer-keys.ts';
import { type FetchText, type KeySetSource, keySetReader } from '../../src/services/sts/read-key-set.ts';

const ISSUER = 'login.example/a';
const CONFIGURATION = `https://${ISSUER}/.well-known/openid-configuration`;
const KEYS_URL = 'https://keys.example/jwks';
const PAIR = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = (kid?: string): object => ({ ...PAIR.publicKey.export({ format: 'jwk' }), kid });
const setOf = (...kids: (string | undefined)[]): string => JSON.stringify({ keys: kids.map(jwk) });
const discovery = (more: object = {}): string => JSON.stringify({ issuer: `https://${ISSUER}`, jwks_uri: KEYS_URL, ...more });

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function jwsOf(kid: string | undefined) {
  const text = `${encode({ alg: 'ES256', kid })}.${encode({})}`;
  return parseJws(`${text}.${sign('sha256', Buffer.from(text), { key: PAIR.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`)!;
}

/** A web of these pages; `read` has what was asked for since it was looked at last. */
function web(pages: { [url: string]: string | undefined }, sources: KeySetSource[] = []) {
  const asked: string[] = [];
  const fetchText: FetchText = async (url) => {
    asked.push(url);
    const page = pages[url];
    if (page === undefined) throw new Error('unreachable');
    return page;
  };
  const clock = new ManualClock(0);
  const keys = new IssuerKeys(keySetReader(sources, fetchText), clock);
  const found = (kid?: string, issuer = ISSUER) =>
    keys.keyOf(issuer, jwsOf(kid)).then((key) => key && (key.keyId ?? 'unnamed'), ({ code }: { code: string }) => code);
  return { pages, clock, found, read: () => asked.splice(0) };
}

const UNREACHABLE = 'IDPCommunicationErrorException';
const NEW_SET = [CONFIGURATION, KEYS_URL];

test('are discovered, once an hour', async () => {
  const { found, read, clock } = web({ [CONFIGURATION]: discovery(), [KEYS_URL]: setOf('a', 'b') });
  assert.deepEqual(await Promise.all([found('a'), found('b'), found('a')]), ['a', 'b', 'a']);
  assert.deepEqual(read(), NEW_SET);
  clock.advance(HOUR_MS - 1);
  assert.equal(await found('a'), 'a');
  assert.deepEqual(read(), []);
  clock.advance(1);
  assert.equal(await found('a'), 'a');
  assert.deepEqual(read(), NEW_SET);
});

test('an unknown key is looked for once a minute; a key that is gone is not good any more', async () => {
  const { found, read, clock, pages } = web({ [CONFIGURATION]: discovery(), [KEYS_URL]: setOf('a') });
  assert.deepEqual([await found('a'), await found('b'), await found('b')], ['a', undefined, undefined]);
  assert.deepEqual(read(), NEW_SET);
  pages[KEYS_URL] = setOf('b');
  clock.advance(MINUTE_MS - 1);
  assert.equal(await found('b'), undefined);
  clock.advance(1);
  assert.deepEqual(await Promise.all([found('b'), found('b')]), ['b', 'b']);
  assert.deepEqual(read(), NEW_SET);
  assert.equal(await found('a'), undefined);
});

test('a provider out of reach: known keys stay good for their hour, and it is asked again soon', async () => {
  const { found, read, clock, pages } = web({ [CONFIGURATION]: discovery(), [KEYS_URL]: setOf('a') });
  assert.equal(await found('a'), 'a');
  delete pages[KEYS_URL];
  clock.advance(MINUTE_MS);
  assert.deepEqual([await found('b'), await found('a')], [undefined, 'a']);
  clock.advance(HOUR_MS);
  assert.equal(await found('a'), UNREACHABLE);
  read();
  assert.equal(await found('a'), UNREACHABLE);
  assert.deepEqual(read(), []);
  pages[KEYS_URL] = setOf('a');
  clock.advance(5 * SECOND_MS);
  assert.equal(await found('a'), 'a');
});

test('tokens without a key id have the only key that fits', async () => {
  assert.equal(await web({ [CONFIGURATION]: discovery(), [KEYS_URL]: setOf(undefined) }).found(), 'unnamed');
  assert.equal(await web({ [CONFIGURATION]: discovery(), [KEYS_URL]: setOf('a', 'b') }).found(), undefined);
  assert.equal(await web({ [CONFIGURATION]: discovery(), [KEYS_URL]: setOf('a', 'a') }).found('a'), undefined);
});

test('named by the operator: nothing is discovered', async () => {
  const { found, read } = web({ [KEYS_URL]: setOf('a') }, [{ issuer: ISSUER, source: KEYS_URL }, { issuer: 'file.example', source: '/nowhere.json' }]);
  assert.equal(await found('a'), 'a');
  assert.deepEqual(read(), [KEYS_URL]);
  assert.equal(await found('a', 'file.example'), UNREACHABLE);
  assert.equal(await found('a', 'other.example'), UNREACHABLE);
});

describe('what is no configuration, or no key set', () => {
  const bad: { [what: string]: readonly [configuration: string, keys?: string] } = {
    'of another issuer': [discovery({ issuer: 'https://evil.example' })],
    'keys without TLS': [discovery({ jwks_uri: KEYS_URL.replace('https', 'http') })],
    'keys in a file': [discovery({ jwks_uri: 'file:///etc/passwd' })],
    'a path': [discovery({ jwks_uri: '/etc/passwd' })],
    'no URL of keys': [discovery({ jwks_uri: undefined })],
    null: ['null'],
    'no JSON': ['<html>'],
    'keys that are no JSON': [discovery(), '<html>'],
    'keys that are no list': [discovery(), '{"keys":{}}'],
    'keys that are null': [discovery(), 'null'],
  };
  for (const [what, [configuration, keys = setOf('a')]] of Object.entries(bad)) {
    test(what, async () => assert.equal(await web({ [CONFIGURATION]: configuration, [KEYS_URL]: keys }).found('a'), UNREACHABLE));
  }
});

test('over HTTPS: trusted certificates, no redirects, no long answers', async () => {
  const { key, cert } = await selfSignedCertificate(['localhost'], Date.now() - DAY_MS, Date.now() + DAY_MS);
  const answers: { [path: string]: readonly [status: number, body: string] } = {
    '/keys': [200, setOf('a')],
    '/moved': [302, ''],
    '/missing': [404, setOf('a')],
    '/long': [200, JSON.stringify({ keys: [jwk('a')], padding: 'x'.repeat(200_000) })],
  };
  const server = createServer({ key, cert }, ({ url }, response) => {
    const [status, body] = answers[url!]!;
    response.writeHead(status, { location: '/keys' }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  const base = `https://localhost:${(server.address() as AddressInfo).port}`;
  const verdict = (path: string) => keySetReader([{ issuer: ISSUER, source: base + path }])(ISSUER).then((keys) => keys.length, () => 'refused');
  try {
    assert.equal(await verdict('/keys'), 'refused');
    setDefaultCACertificates([...getCACertificates(), cert]);
    assert.deepEqual(await Promise.all(Object.keys(answers).map(verdict)), [1, 'refused', 'refused', 'refused']);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
