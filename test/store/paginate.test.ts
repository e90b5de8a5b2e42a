import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Mac, openMarker, page, sealMarker } from '../../src/store/paginate.ts';

const macUnder = (key: string): Mac => (data) => createHmac('sha256', key).update(data).digest();
const mac = macUnder('a');

test('a page has at most the limit, and tells of more', () => {
  assert.deepEqual(page([], 2), { items: [], truncated: false });
  assert.deepEqual(page([1, 2], 2), { items: [1, 2], truncated: false });
  assert.deepEqual(page([1, 2, 3], 2), { items: [1, 2], truncated: true });
});

test('a marker opens under its own scope and key', () => {
  const property = fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (scope, key) => {
    const marker = sealMarker(mac, scope, key);
    assert.match(marker, /^[A-Za-z0-9+/]+=*$/);
    assert.equal(openMarker(mac, scope, marker), key);
    assert.equal(openMarker(mac, `${scope}x`, marker), undefined);
    assert.equal(openMarker(macUnder('b'), scope, marker), undefined);
  });
  fc.assert(property, { numRuns: 200 });
});

test('scope and key are told apart', () => {
  const marker = sealMarker(mac, 'ListKeys', 'abc');
  const moved = Buffer.concat([Buffer.from(marker, 'base64').subarray(0, 17), Buffer.from('bc')]).toString('base64');
  assert.equal(openMarker(mac, 'ListKeysa', moved), undefined);
});

test('no changed marker opens', () => {
  const marker = Buffer.from(sealMarker(mac, 'scope', 'last-key'), 'base64');
  for (let bit = 0; bit < marker.length * 8; bit++) {
    const changed = Buffer.from(marker);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    assert.equal(openMarker(mac, 'scope', changed.toString('base64')), undefined, `bit ${bit}`);
  }
  for (let length = 0; length < marker.length; length++) {
    assert.equal(openMarker(mac, 'scope', marker.subarray(0, length).toString('base64')), undefined);
  }
});

test('hostile markers do not open', () => {
  const good = sealMarker(mac, 'scope', 'kk');
  assert.ok(good.endsWith('=='));
  for (const bad of ['', '=', ' ', `${good} `, `${good}=`, good.replace('=', ''), `${good}\n`, 'é'.repeat(40)]) {
    assert.equal(openMarker(mac, 'scope', bad), undefined, JSON.stringify(bad));
  }
  fc.assert(fc.property(fc.string(), (text) => openMarker(mac, 'scope', text) === undefined), { numRuns: 200 });
});
