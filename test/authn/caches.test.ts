import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Credential } from '../../src/authn/contract.ts';
import { RecentCache } from '../../src/authn/recent-cache.ts';
import { parseCredential } from '../../src/authn/credential-scope.ts';
import { deriveSigningKey, SigningKeys } from '../../src/authn/signing-key.ts';
import { authenticatorAt, PERMANENT, SIGNED_AT, verdict } from './requests.ts';
import { ENCRYPT, NODE_SIGNERS } from './signers.ts';

const smithy = NODE_SIGNERS[0]!;

test('a cache is bounded, keeps what is asked for, and drops each value once', () => {
  const command = fc.record({ verb: fc.constantFrom('get', 'set', 'delete'), key: fc.integer({ min: 0, max: 12 }) });
  fc.assert(
    fc.property(fc.array(command, { maxLength: 200 }), fc.integer({ min: 1, max: 9 }), (commands, max) => {
      const alive = new Set<string>();
      let made = 0;
      const cache = new RecentCache<string>(max, (value) => assert.ok(alive.delete(value), 'dropped twice'));
      for (const { verb, key } of commands) {
        if (verb === 'delete') cache.delete(String(key));
        if (verb === 'set') {
          const value = `${key}#${++made}`;
          alive.add(value);
          cache.set(String(key), value);
          assert.equal(cache.get(String(key)), value);
        }
        if (verb === 'get') {
          const value = cache.get(String(key));
          if (value !== undefined) assert.ok(alive.has(value) && value.startsWith(`${key}#`));
        }
        assert.equal(cache.size, alive.size);
        assert.ok(cache.size <= Math.max(2, max));
      }
    }),
  );
});

test('what is asked for all the time outlives any number of others', () => {
  const cache = new RecentCache<number>(8);
  cache.set('busy', 1);
  for (let i = 0; i < 1_000; i++) {
    cache.set(`other ${i}`, i);
    assert.equal(cache.get('busy'), 1);
  }
});

test('a derived key leaves the cache destroyed, and never serves another secret', () => {
  const keys = new SigningKeys();
  const scope = parseCredential('AKID/20260314/eu-central-1/kms/aws4_request')!;
  const key = deriveSigningKey('one', scope);
  keys.keep(scope, 'one', key);
  assert.equal(keys.find(scope, 'one'), key);
  assert.equal(keys.find(scope, 'two'), undefined);
  keys.forget('OTHER');
  assert.equal(keys.find(scope, 'one'), key);
  keys.forget('AKID');
  assert.equal(keys.find(scope, 'one'), undefined);
  assert.throws(() => key.digest('x'));
});

test('a key that is deleted, or changes its secret, is refused at once, and forget() breaks nothing', async () => {
  let current: Credential | undefined = PERMANENT;
  const authenticator = authenticatorAt(SIGNED_AT, { find: () => current });
  const request = await smithy.sign(ENCRYPT, PERMANENT, 'header');
  const renewed = { ...PERMANENT, secretAccessKey: 'another' };
  assert.equal(await verdict(authenticator, request), 'accepted');
  current = undefined;
  assert.equal(await verdict(authenticator, request), 'UnrecognizedClientException');
  current = renewed;
  assert.equal(await verdict(authenticator, request), 'InvalidSignatureException');
  assert.equal(await verdict(authenticator, await smithy.sign(ENCRYPT, renewed, 'header')), 'accepted');
  current = PERMANENT;
  authenticator.forget(PERMANENT.accessKeyId);
  assert.equal(await verdict(authenticator, request), 'accepted');
});

test('credentials may come later', async () => {
  const authenticator = authenticatorAt(SIGNED_AT, { find: (id) => Promise.resolve(id === PERMANENT.accessKeyId ? PERMANENT : undefined) });
  const request = await smithy.sign(ENCRYPT, PERMANENT, 'header');
  assert.equal(await verdict(authenticator, request), 'accepted');
  assert.equal(await verdict(authenticator, { ...request, body: Buffer.alloc(1) }), 'InvalidSignatureException');
});

test('a failure of the credential source is passed on as it is', async () => {
  const failure = new Error('no store');
  const authenticator = authenticatorAt(SIGNED_AT, { find: () => Promise.reject(failure) });
  const request = await smithy.sign(ENCRYPT, PERMANENT, 'header');
  await assert.rejects(async () => authenticator.authenticate(request, 'kms'), (error) => error === failure);
});
