/** Data keys that services have opened again and again: what is remembered of them, for whom, and how long. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SymmetricKey } from '../../src/crypto/symmetric-key.ts';
import { OpenedDataKeys } from '../../src/services/kms/opened-data-keys.ts';

const MINUTE = 60_000;
const CONTEXT = { SecretARN: 'arn', SecretVersionId: 'one' };
const PLAINTEXT = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const newKey = (): SymmetricKey => new SymmetricKey(Buffer.alloc(32, 7));
const newBlob = (): Buffer => Buffer.from('a blob');

test('known again by the very objects, under the very key', () => {
  const opened = new OpenedDataKeys();
  const [by, blob] = [newKey(), newBlob()];
  assert.equal(opened.get(by, blob, CONTEXT), undefined);
  opened.keep(by, blob, CONTEXT, PLAINTEXT, 0);
  assert.deepEqual(opened.get(by, blob, CONTEXT), PLAINTEXT);
  assert.equal(opened.get(by, Buffer.from(blob), CONTEXT), undefined, 'another blob, if of the same bytes');
  assert.equal(opened.get(by, blob, { ...CONTEXT }), undefined, 'another context, if of the same pairs');
  assert.equal(opened.get(by, blob, undefined), undefined);
  assert.equal(opened.get(newKey(), blob, CONTEXT), undefined, 'the key was loaded anew');
});

test('what is handed out can be overwritten, and so can what was given', () => {
  const opened = new OpenedDataKeys();
  const [by, blob, given] = [newKey(), newBlob(), Buffer.from(PLAINTEXT)];
  opened.keep(by, blob, CONTEXT, given, 0);
  given.fill(0);
  opened.get(by, blob, CONTEXT)!.fill(0);
  assert.deepEqual(opened.get(by, blob, CONTEXT), PLAINTEXT);
});

test('gone with the key material, and no other’s with it', () => {
  const opened = new OpenedDataKeys();
  const [one, other] = [newKey(), newKey()];
  const blobs = [newBlob(), newBlob(), newBlob()] as const;
  opened.keep(one, blobs[0], CONTEXT, PLAINTEXT, 0);
  opened.keep(one, blobs[1], CONTEXT, PLAINTEXT, 0);
  opened.keep(other, blobs[2], CONTEXT, PLAINTEXT, 0);
  opened.forget(one);
  opened.forget(one);
  assert.equal(opened.size, 1);
  assert.deepEqual(opened.get(other, blobs[2], CONTEXT), PLAINTEXT);
  opened.keep(one, blobs[2], CONTEXT, PLAINTEXT, 0);
  opened.forget(other);
  assert.deepEqual(opened.get(one, blobs[2], CONTEXT), PLAINTEXT, 'it is the other key’s no longer');
});

test('gone after ten minutes, however often it is used', () => {
  const opened = new OpenedDataKeys();
  const [by, first, second] = [newKey(), newBlob(), newBlob()];
  opened.keep(by, first, CONTEXT, PLAINTEXT, 0);
  opened.keep(by, second, CONTEXT, PLAINTEXT, MINUTE);
  opened.dropOld(10 * MINUTE - 1);
  assert.deepEqual(opened.get(by, first, CONTEXT), PLAINTEXT);
  opened.dropOld(10 * MINUTE);
  assert.equal(opened.get(by, first, CONTEXT), undefined);
  assert.deepEqual(opened.get(by, second, CONTEXT), PLAINTEXT);
});

test('ten thousand at most: the oldest makes room', () => {
  const opened = new OpenedDataKeys();
  const by = newKey();
  const blobs = Array.from({ length: 10_001 }, newBlob);
  for (const blob of blobs) opened.keep(by, blob, CONTEXT, PLAINTEXT, 0);
  assert.equal(opened.size, 10_000);
  assert.equal(opened.get(by, blobs[0]!, CONTEXT), undefined);
  assert.deepEqual(opened.get(by, blobs[1]!, CONTEXT), PLAINTEXT);
});
