/** Pages out of hits, of which some are none: terms are known by their hashes alone. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keyText } from '../../../src/audit/index/event-key.ts';
import { type Hit, pageOf } from '../../../src/audit/index/search.ts';
import { eventLine } from '../../../src/audit/journal/format.ts';
import type { AuditRecord } from '../../../src/base/audit.ts';
import { queryOf, recordOf, START } from './records.ts';

/** Newest first, one a millisecond. */
async function* hitsOf(records: readonly (AuditRecord | undefined | string)[], reads: number[] = []): AsyncGenerator<Hit> {
  for (const [i, record] of records.entries()) {
    const key = { time: START - i, node: 'n', segment: 1, offset: 1_000_000 - i };
    const text = typeof record === 'object' ? eventLine(record) : record;
    yield { key, line: () => (reads.push(i), text === undefined ? undefined : Buffer.from(text)) };
  }
}

const wanted = recordOf({ eventName: 'Wanted' });
const other = recordOf({ eventName: 'Other' });
const query = queryOf({ attribute: { key: 'EventName', value: 'Wanted' }, max: 2 });
const found = ({ records }: { readonly records: readonly AuditRecord[] }): string[] => records.map(({ eventName }) => eventName);

describe('a page', () => {
  test('leaves out what only has the same hash, what was dropped, and what is no event', async () => {
    const page = await pageOf(query, hitsOf([other, wanted, undefined, 'nonsense', '', wanted, other]));
    assert.deepEqual([found(page), page.next], [['Wanted', 'Wanted'], undefined]);
  });

  test('has a next one when another event is really there', async () => {
    assert.equal((await pageOf(query, hitsOf([wanted, wanted, other]))).next, undefined);
    const { next } = await pageOf(query, hitsOf([wanted, other, wanted, other, wanted]));
    assert.equal(next, keyText({ time: START - 2, node: 'n', segment: 1, offset: 1_000_000 - 2 }));
  });

  test('ends where it is when very many were looked at in vain, and goes on from there', async () => {
    const reads: number[] = [];
    const page = await pageOf(query, hitsOf([wanted, ...Array<AuditRecord>(5_000).fill(other), wanted], reads));
    assert.deepEqual(found(page), ['Wanted']);
    assert.ok(reads.length <= 1_003);
    assert.equal(page.next, keyText({ time: START - 1_000, node: 'n', segment: 1, offset: 1_000_000 - 1_000 }));
  });

  test('shows no event of another account or region', async () => {
    const strangers = [recordOf({ account: '111122223333' }), recordOf({ region: 'eu-west-1' })];
    assert.deepEqual((await pageOf(queryOf(), hitsOf(strangers))).records, []);
  });

  for (const [key, value] of [['ResourceType', 'AWS::KMS::Key'], ['ResourceName', 'arn:b'], ['ReadOnly', 'false'], ['AccessKeyId', 'AKIA'], ['Username', 'bob'], ['EventSource', 'kms.amazonaws.com']] as const) {
    test(`by ${key} has events with exactly that value`, async () => {
      const fits = recordOf({ resources: [['Other', 'arn:a'], ['AWS::KMS::Key', 'arn:b']], readOnly: false, accessKeyId: 'AKIA', username: 'bob' });
      const differs = recordOf({ resources: [], readOnly: true, accessKeyId: undefined, username: 'Bob', eventSource: 'kms' });
      const page = await pageOf(queryOf({ attribute: { key, value } }), hitsOf([differs, fits]));
      assert.deepEqual(page.records.map(({ eventId }) => eventId), [fits.eventId]);
    });
  }
});
