/**
 * Every request that can be made out of a signed one by one small change: it is refused with a fault of AWS's, or the
 * change is one that cannot mean anything. Each is put to an authenticator that has just accepted the original, and to
 * one that has seen nothing: the caches must not make a difference.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RawRequest } from '../../src/base/http-message.ts';
import { authenticatorAt, PERMANENT, SIGNED_AT, TEMPORARY, verdict } from './requests.ts';
import { botocore, botocoreMissing, CALLER_IDENTITY, ENCRYPT, NODE_SIGNERS, type Signer } from './signers.ts';

const FAULTS = new Set([
  'MissingAuthenticationTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'UnrecognizedClientException',
  'ExpiredTokenException',
]);

type Attack = [what: string, request: RawRequest, harmless: boolean];

const changed = (byte: string, mask: number): string => String.fromCharCode(byte.charCodeAt(0) ^ mask);

/** Each byte changed in two ways, left out, doubled; and the text cut short and made longer. */
function* mutations(text: string): Generator<[string, string]> {
  for (let i = 0; i < text.length; i++) {
    const [before, byte, after] = [text.slice(0, i), text[i]!, text.slice(i + 1)];
    yield [`byte ${i} ^ 1`, before + changed(byte, 1) + after];
    yield [`byte ${i} ^ 32`, before + changed(byte, 32) + after];
    yield [`byte ${i} ^ 128`, before + changed(byte, 128) + after];
    yield [`byte ${i} left out`, before + after];
    yield [`byte ${i} doubled`, before + byte + byte + after];
  }
  for (const length of [0, 1, text.length >> 1]) yield [`cut to ${length}`, text.slice(0, length)];
  for (const more of [' x', ',', ';', '=', ', Signature=00', '&', '\0']) yield [`with ${JSON.stringify(more)}`, text + more];
}

const signedNames = (request: RawRequest): string[] => {
  const all = request.target + request.headers.join(' ');
  return decodeURIComponent(/SignedHeaders=([^&, ]+)/.exec(all)![1]!).split(';');
};

function setValue(request: RawRequest, position: number, value: string): RawRequest {
  const headers = [...request.headers];
  headers[position] = value;
  return { ...request, headers };
}

function* headerAttacks(request: RawRequest): Generator<Attack> {
  const signed = new Set(signedNames(request));
  const { headers } = request;
  for (let i = 0; i < headers.length; i += 2) {
    const [name, value] = [headers[i]!, headers[i + 1]!];
    const harmless = !signed.has(name) && name !== 'authorization';
    yield [`${name} dropped`, { ...request, headers: headers.toSpliced(i, 2) }, harmless];
    yield [`${name} changed`, setValue(request, i + 1, `${value}x`), harmless];
    yield [`${name} emptied`, setValue(request, i + 1, ''), harmless];
    yield [`${name} in other letter case`, setValue(request, i + 1, value.toUpperCase()), harmless || value === value.toUpperCase()];
    yield [`${name} renamed`, setValue(request, i, `x-${name}`), harmless];
    yield [`${name} twice`, { ...request, headers: [...headers, name, value] }, harmless];
    yield [`${name} twice, the other first`, { ...request, headers: [name, 'other', ...headers] }, harmless];
  }
  const pairs = headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]!]] : []));
  yield ['order turned round', { ...request, headers: pairs.toReversed().flat() }, true];
  yield ['an unsigned x-amz- header', { ...request, headers: [...headers, 'x-amz-acl', 'public'] }, false];
  yield ['an unsigned other header', { ...request, headers: [...headers, 'x-forwarded-for', '192.0.2.1'] }, true];
  const swapped = headers.map((text, i) => (i % 2 === 0 ? text : headers[((i + 2) % headers.length) | 1]!));
  if (headers.length > 2) yield ['values moved round', { ...request, headers: swapped }, false];
}

/** A blank before or after a comma separates as well as none, and two after the algorithm as well as one. */
const withoutBlanks = (authorization: string): string => authorization.trim().replace(/ *, */g, ',').replace(/ +/, ' ');

function* authorizationAttacks(request: RawRequest): Generator<Attack> {
  const position = request.headers.indexOf('authorization') + 1;
  if (position === 0) return;
  const original = request.headers[position]!;
  for (const [what, text] of mutations(original)) {
    const harmless = withoutBlanks(text) === withoutBlanks(original);
    yield [`authorization: ${what}`, setValue(request, position, text), harmless];
  }
}

/** What a reader of the target gets out of it, by WHATWG URL; names that repeat count as their order. */
const meaning = (target: string): string => {
  const url = new URL(`http://host${target.replaceAll(/^\/+/g, '/')}`);
  const sorted = [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify([url.pathname, sorted]);
};

/** Raw bytes above 127 are percent-encoded by the URL parser as UTF-8 of latin1: such a target never means the same. */
function* targetAttacks(request: RawRequest): Generator<Attack> {
  const original = meaning(request.target);
  for (const [what, target] of mutations(request.target)) {
    if (target.startsWith('/')) yield [`target: ${what}: ${target}`, { ...request, target }, meaning(target) === original];
  }
  for (const target of ['/x', '/?a=1', '/?Action=DeleteUser', '/%2e', '/..%2f']) {
    yield [`target: ${target}`, { ...request, target }, meaning(target) === original];
  }
}

function* bodyAttacks(request: RawRequest): Generator<Attack> {
  const { body } = request;
  for (let i = 0; i < body.length; i++) {
    const other = Buffer.from(body);
    other[i]! ^= 1 << (i % 8);
    yield [`body: bit of byte ${i}`, { ...request, body: other }, false];
  }
  yield ['body: one more byte', { ...request, body: Buffer.concat([body, Buffer.from('\n')]) }, false];
  if (body.length > 0) yield ['body: one byte less', { ...request, body: body.subarray(1) }, false];
  if (body.length > 0) yield ['body: none', { ...request, body: Buffer.alloc(0) }, false];
}

function* methodAttacks(request: RawRequest): Generator<Attack> {
  for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'post', 'get', '']) {
    yield [`method ${method}`, { ...request, method }, method === request.method];
  }
}

const KINDS = { headerAttacks, authorizationAttacks, targetAttacks, bodyAttacks, methodAttacks };

async function check(original: RawRequest, [what, request, harmless]: Attack): Promise<boolean> {
  const warm = authenticatorAt(SIGNED_AT);
  assert.equal(await verdict(warm, original), 'accepted');
  const [fromWarm, fromCold] = [await verdict(warm, request), await verdict(authenticatorAt(SIGNED_AT), request)];
  assert.equal(fromWarm, fromCold, `${what}: caches make a difference`);
  if (fromCold === 'accepted') assert.ok(harmless, `${what}: accepted`);
  else assert.ok(FAULTS.has(fromCold), `${what}: ${fromCold}`);
  return fromCold === 'accepted';
}

function attack(signer: Signer, skip: string | undefined): void {
  describe(signer.name, { skip: skip ?? false }, () => {
    for (const form of ['header', 'query'] as const) {
      for (const plain of [ENCRYPT, CALLER_IDENTITY]) {
        const credential = plain === ENCRYPT ? TEMPORARY : PERMANENT;
        test(`${form}, ${plain.method}`, async () => {
          const original = await signer.sign(plain, credential, form);
          for (const [kind, attacks] of Object.entries(KINDS)) {
            const accepted = { harmless: 0, refused: 0 };
            for (const one of attacks(original)) accepted[(await check(original, one)) ? 'harmless' : 'refused']++;
            const expected = kind !== 'authorizationAttacks' || form === 'header';
            assert.equal(accepted.refused > 0, expected, `${kind}: there were attacks`);
          }
        });
      }
    }
  });
}

const missing = botocoreMissing();
if (missing !== undefined) console.log(`# botocore is not asked: ${missing}`);
for (const signer of NODE_SIGNERS) attack(signer, undefined);
attack(botocore, missing);
