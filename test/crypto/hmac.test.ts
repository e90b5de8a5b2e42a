import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { hmacSha256, prepareHmac, type HmacHash } from '../../src/crypto/hmac.ts';
import { newKey, refusal, rowOf } from './support.ts';

const HASHES: readonly HmacHash[] = ['sha224', 'sha256', 'sha384', 'sha512'];

/** RFC 4231 4.2, 4.3 and 4.7: a short key, a shorter one, and one longer than a block. */
const RFC_4231: readonly { key: Buffer; data: string; macs: readonly string[] }[] = [
  {
    key: Buffer.alloc(20, 0x0b),
    data: 'Hi There',
    macs: [
      '896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
      'afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6',
      '87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854',
    ],
  },
  {
    key: Buffer.from('Jefe'),
    data: 'what do ya want for nothing?',
    macs: [
      'a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    ],
  },
  {
    key: Buffer.alloc(131, 0xaa),
    data: 'Test Using Larger Than Block-Size Key - Hash Key First',
    macs: [
      '95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
      '4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952',
      '80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598',
    ],
  },
];

test('the vectors of RFC 4231', () => {
  for (const { key, data, macs } of RFC_4231) {
    for (const [i, hash] of HASHES.entries()) {
      assert.equal(prepareHmac(hash, key).digest(data).toString('hex'), macs[i], hash);
    }
  }
});

test('a prepared key gives what createHmac gives, message after message', () => {
  const bytes = (max: number) => fc.uint8Array({ maxLength: max });
  fc.assert(
    fc.property(fc.constantFrom(...HASHES), bytes(200), fc.array(bytes(1_500), { maxLength: 4 }), (hash, key, messages) => {
      const prepared = prepareHmac(hash, key);
      for (const message of messages) {
        assert.deepEqual(prepared.digest(message), createHmac(hash, key).update(message).digest());
      }
    }),
    { numRuns: 200 },
  );
});

test('text is taken as UTF-8, at every length around the room of the buffer', () => {
  for (const text of ['', 'ä€😀', ...[510, 511, 512, 513].map((n) => 'x'.repeat(n))]) {
    assert.deepEqual(hmacSha256(Buffer.from('key'), text), createHmac('sha256', 'key').update(text).digest());
  }
});

test('a destroyed key gives no MAC', () => {
  const prepared = prepareHmac('sha256', Buffer.from('key'));
  prepared.destroy();
  assert.throws(() => prepared.digest('x'), TypeError);
});

test('every HMAC key spec: sizes, generation, import', async () => {
  for (const [i, bytes] of [28, 32, 48, 64].entries()) {
    const spec = `HMAC_${bytes * 8}`;
    const { row, key, material } = await newKey(spec);
    assert.equal(material.length, bytes);
    const message = Buffer.alloc(4_096, 7);
    assert.deepEqual(row.mac?.(key, message), createHmac(HASHES[i] as string, material).update(message).digest());
    for (const length of [bytes, 128]) assert.equal(row.importMaterial?.(Buffer.alloc(length, 1)).length, length);
    for (const length of [0, bytes - 1, 129]) {
      assert.throws(() => row.importMaterial?.(Buffer.alloc(length, 1)), refusal('KeyMaterial'));
    }
  }
});

test('a key of another spec is a defect, not a MAC', async () => {
  const { key } = await newKey('HMAC_256');
  assert.throws(() => rowOf('HMAC_512').mac?.(key, Buffer.alloc(1)), TypeError);
});
