/**
 * What events are looked up by: an attribute's value, in one account and region. A term is known by 32 bits of hash.
 * That two share them is rare and does no harm: whoever looks up compares what the event itself says.
 *
 * Hashed are bytes as they stand in the journal, where a value is UTF-8 with the escapes of JSON: nothing need be
 * parsed to index an event. FNV-1a, 32 bits.
 */
import type { AuditRecord, EventQuery, LookupKey } from '../../base/audit.ts';

/** `All`: every event of the account and region. Event ids have no terms: they are found by their time. */
export type TermKey = Exclude<LookupKey, 'EventId'> | 'All';

const OFFSET_BASIS = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** Where a scope's hash begins; ends, with the region's, in `scopeWith`. */
export const FIRST = OFFSET_BASIS;

export const mixed = (hash: number, byte: number): number => Math.imul(hash ^ byte, PRIME);

/** Of one attribute: numbers that no byte is. */
const SEEDS: { readonly [Key in TermKey]: number } = {
  All: 0x100,
  EventName: 0x101,
  EventSource: 0x102,
  ReadOnly: 0x103,
  Username: 0x104,
  AccessKeyId: 0x105,
  ResourceType: 0x106,
  ResourceName: 0x107,
};
/** Between account and region. */
export const GAP = 0x1ff;

/** What the values of an attribute are hashed from. */
export const seedOf = (scope: number, key: TermKey): number => mixed(scope, SEEDS[key]);

/** FNV leaves the highest bits, which name the bucket, to the last bytes. @returns a signed number of 32 bits */
export function spread(hash: number): number {
  const folded = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return folded ^ (folded >>> 15);
}

const mixedText = (hash: number, text: string): number => Buffer.from(JSON.stringify(text).slice(1, -1), 'utf8').reduce(mixed, hash);

export function termOf(account: string, region: string, key: TermKey, value: string): number {
  const scope = mixedText(mixed(mixedText(FIRST, account), GAP), region);
  return spread(mixedText(seedOf(scope, key), value));
}

/** `undefined` for an event id. */
export function queriedTerm({ account, region, attribute }: Pick<EventQuery, 'account' | 'region' | 'attribute'>): number | undefined {
  if (attribute === undefined) return termOf(account, region, 'All', '');
  return attribute.key === 'EventId' ? undefined : termOf(account, region, attribute.key, attribute.value);
}

/** Whether the event is what was asked for; times are not looked at. */
export function isAskedFor(record: AuditRecord, { account, region, attribute }: Pick<EventQuery, 'account' | 'region' | 'attribute'>): boolean {
  if (record.account !== account || record.region !== region) return false;
  return attribute === undefined || VALUES[attribute.key](record).includes(attribute.value);
}

const VALUES: { readonly [Key in LookupKey]: (record: AuditRecord) => readonly (string | undefined)[] } = {
  EventId: ({ eventId }) => [eventId],
  EventName: ({ eventName }) => [eventName],
  ReadOnly: ({ readOnly }) => [String(readOnly)],
  Username: ({ username }) => [username],
  ResourceType: ({ resources }) => resources.map(([type]) => type),
  ResourceName: ({ resources }) => resources.map(([, name]) => name),
  EventSource: ({ eventSource }) => [eventSource],
  AccessKeyId: ({ accessKeyId }) => [accessKeyId],
};
