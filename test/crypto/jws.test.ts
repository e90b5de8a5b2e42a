/** JSON Web Signatures: what verifies, checked against tokens that another implementation made, and what must not. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { importJwk, type Jws, type JwsKey, parseJws, verifyJws } from '../../src/crypto/jws.ts';
import { missing } from '../support/tools.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const CLAIMS = { iss: 'https://issuer.example', sub: 'job', name: 'é' };

const RSA = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const SMALL = generateKeyPairSync('rsa', { modulusLength: 1_024 });
const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const P384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const K256 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
const ED = generateKeyPairSync('ed25519');

const jwkOf = (key: KeyObject, more: object = {}): object => ({ ...key.export({ format: 'jwk' }), ...more });
const keyOf = (key: KeyObject, more: object = {}): JwsKey => {
  const imported = importJwk(jwkOf(key, more));
  assert.ok(imported);
  return imported;
};

function tokenOf(header: object, key: KeyObject, hash: string | undefined, claims: object = CLAIMS): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign(hash, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
const parsed = (token: string): Jws => {
  const jws = parseJws(token);
  assert.ok(jws);
  return jws;
};
const verifies = (token: string, key: JwsKey): boolean => {
  const jws = parseJws(token);
  return jws !== undefined && verifyJws(jws, key);
};

const PYTHON = `
import base64, json, sys
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

b64 = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()
number = lambda n, size=None: b64(n.to_bytes(size or (n.bit_length() + 7) // 8, "big"))
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
CURVES = {"256": (ec.SECP256R1(), "P-256", 32), "384": (ec.SECP384R1(), "P-384", 48), "512": (ec.SECP521R1(), "P-521", 66)}
made = []
for bits, digest in HASHES.items():
    text = lambda name: ".".join(b64(json.dumps(part).encode()) for part in ({"alg": name, "kid": "k", "typ": "JWT"}, {"sub": name}))
    rsa_key = rsa.generate_private_key(65537, 2048)
    n = rsa_key.public_key().public_numbers()
    signed = text("RS" + bits)
    signature = rsa_key.sign(signed.encode(), padding.PKCS1v15(), digest)
    made.append({"name": "RS" + bits, "token": signed + "." + b64(signature), "jwk": {"kty": "RSA", "kid": "k", "n": number(n.n), "e": number(n.e)}})
    curve, name, size = CURVES[bits]
    ec_key = ec.generate_private_key(curve)
    p = ec_key.public_key().public_numbers()
    signed = text("ES" + bits)
    r, s = decode_dss_signature(ec_key.sign(signed.encode(), ec.ECDSA(digest)))
    signature = r.to_bytes(size, "big") + s.to_bytes(size, "big")
    made.append({"name": "ES" + bits, "token": signed + "." + b64(signature), "jwk": {"kty": "EC", "kid": "k", "crv": name, "x": number(p.x, size), "y": number(p.y, size)}})
json.dump(made, sys.stdout)
`;

test('tokens of another implementation', { skip: missing('python3 with cryptography', ['python3', '-c', 'import cryptography']) }, () => {
  const made = JSON.parse(execFileSync('python3', ['-c', PYTHON], { encoding: 'utf8' })) as { name: string; token: string; jwk: object }[];
  assert.equal(made.length, 6);
  const keys = made.map(({ jwk }) => importJwk(jwk));
  for (const [at, { name, token }] of made.entries()) {
    const jws = parsed(token);
    assert.deepEqual([jws.algorithm, jws.keyId, jws.payload['sub']], [name, 'k', name]);
    for (const [of, key] of keys.entries()) assert.equal(verifyJws(jws, key!), of === at, `${name} with key ${of}`);
  }
});

test('a key says which algorithms it is for', () => {
  const of = (jwk: object) => importJwk(jwk)?.algorithms;
  assert.deepEqual(of(jwkOf(RSA.publicKey)), ['RS256', 'RS384', 'RS512']);
  assert.deepEqual(of(jwkOf(RSA.publicKey, { alg: 'RS384', use: 'sig', key_ops: ['verify'] })), ['RS384']);
  assert.deepEqual(of(jwkOf(P256.publicKey)), ['ES256']);
  assert.deepEqual(of(jwkOf(P384.publicKey)), ['ES384']);
  // A set with a private key in it is somebody's mistake; what is taken of it is public.
  assert.equal(importJwk(jwkOf(RSA.privateKey))?.key.type, 'public');
});

describe('keys that are not taken', () => {
  const none: { [what: string]: unknown } = {
    'a small modulus': jwkOf(SMALL.publicKey),
    'a curve of no JWS here': jwkOf(K256.publicKey),
    EdDSA: jwkOf(ED.publicKey),
    'a secret': { kty: 'oct', k: Buffer.alloc(32).toString('base64url') },
    'for encryption': jwkOf(RSA.publicKey, { use: 'enc' }),
    'for signing alone': jwkOf(RSA.publicKey, { key_ops: ['sign'] }),
    'another algorithm': jwkOf(RSA.publicKey, { alg: 'PS256' }),
    'an HMAC': jwkOf(RSA.publicKey, { alg: 'HS256' }),
    'a point that is not on its curve': { ...jwkOf(P256.publicKey), y: Buffer.alloc(32, 1).toString('base64url') },
    'no numbers': { kty: 'RSA' },
    'numbers that are none': { kty: 'RSA', n: 1, e: {} },
    'no object': 'RSA',
    nothing: null,
    'a list': [jwkOf(RSA.publicKey)],
  };
  for (const [what, jwk] of Object.entries(none)) test(what, () => assert.equal(importJwk(jwk), undefined));
});

describe('attacks', () => {
  const good = tokenOf({ alg: 'RS256', kid: 'k' }, RSA.privateKey, 'sha256');
  const [header, payload, signature] = good.split('.') as [string, string, string];
  const key = keyOf(RSA.publicKey);

  test('the token itself verifies', () => {
    assert.equal(verifies(good, key), true);
    assert.equal(verifies(good, keyOf(generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey)), false);
    assert.equal(verifies(tokenOf({ alg: 'ES256' }, P256.privateKey, 'sha256'), keyOf(P256.publicKey)), true);
  });

  const pem = RSA.publicKey.export({ type: 'spki', format: 'pem' });
  const hmacText = `${encode({ alg: 'HS256', kid: 'k' })}.${payload}`;
  const otherAlg = (alg: unknown): string => `${encode({ alg, kid: 'k' })}.${payload}.${signature}`;
  const hostile: { [what: string]: string } = {
    'alg none': `${encode({ alg: 'none' })}.${payload}.`,
    'alg none, with the signature': otherAlg('none'),
    'alg of other case': otherAlg('rs256'),
    'alg of another hash': otherAlg('RS512'),
    'alg of another key type': otherAlg('ES256'),
    'alg that is a name of every object': otherAlg('constructor'),
    'no alg': `${encode({ kid: 'k' })}.${payload}.${signature}`,
    'alg that is no text': otherAlg(['RS256']),
    'HMAC with the public key': `${hmacText}.${createHmac('sha256', pem).update(hmacText).digest('base64url')}`,
    'PSS': tokenOf({ alg: 'PS256' }, RSA.privateKey, 'sha256'),
    'an extension that must be understood': tokenOf({ alg: 'RS256', crit: ['b64'], b64: false }, RSA.privateKey, 'sha256'),
    'a kid that is no text': tokenOf({ alg: 'RS256', kid: 1 }, RSA.privateKey, 'sha256'),
    'claims that are no object': tokenOf({ alg: 'RS256' }, RSA.privateKey, 'sha256', [CLAIMS]),
    'other claims': `${header}.${encode({ ...CLAIMS, sub: 'admin' })}.${signature}`,
    'no signature': `${header}.${payload}.`,
    'two parts': `${header}.${payload}`,
    'four parts': `${good}.`,
    'padded base64': `${header}.${payload}.${signature}==`,
    'base64 of the other alphabet': `${header}.${payload}.${'+/'.repeat(171)}`,
    'a blank': ` ${good}`,
    'a line feed': `${good}\n`,
    'header that is no JSON': `${Buffer.from('{').toString('base64url')}.${payload}.${signature}`,
    'claims that are not UTF-8': `${header}.${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64url')}.${signature}`,
    'too long': tokenOf({ alg: 'RS256' }, RSA.privateKey, 'sha256', { text: 'x'.repeat(15_000) }),
    empty: '',
    dots: '..',
  };
  for (const [what, token] of Object.entries(hostile)) test(what, () => assert.equal(verifies(token, key), false));

  test('unused bits of base64', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // 256 bytes are 342 characters, the last of which has four bits to spare.
    const last = alphabet[alphabet.indexOf(good.at(-1)!) + 1]!;
    const other = good.slice(0, -1) + last;
    assert.deepEqual(Buffer.from(other.split('.')[2]!, 'base64url'), Buffer.from(signature, 'base64url'));
    assert.equal(verifies(other, key), false);
  });

  test('ECDSA in DER, and one byte more or less', () => {
    const text = `${encode({ alg: 'ES256' })}.${payload}`;
    const ecKey = keyOf(P256.publicKey);
    const der = sign('sha256', Buffer.from(text), P256.privateKey);
    const raw = sign('sha256', Buffer.from(text), { key: P256.privateKey, dsaEncoding: 'ieee-p1363' });
    const zero = Buffer.alloc(64);
    for (const bytes of [der, raw.subarray(1), Buffer.concat([raw, Buffer.alloc(1)]), zero, Buffer.alloc(0)]) {
      assert.equal(verifies(`${text}.${bytes.toString('base64url')}`, ecKey), false);
    }
    assert.equal(verifies(`${text}.${raw.toString('base64url')}`, ecKey), true);
  });

  test('any bit of the signed text or the signature', () => {
    const bytes = Buffer.from(tokenOf({ alg: 'ES256' }, P256.privateKey, 'sha256'));
    const ecKey = keyOf(P256.publicKey);
    for (let bit = 0; bit < bytes.length * 8; bit += 3) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      assert.equal(verifies(changed.toString('latin1'), ecKey), false, `bit ${bit}`);
    }
  });
});
