/**
 * The journal: every event of this node, in the order in which it became durable, in files that only grow.
 *
 *     DIR/0000000001.log, 0000000002.log, …     segments, mode 0600; each a run of batches, then its digest
 *
 *     {"x":"open",…}                            begins a segment: version, its number, the journal, the hash so far
 *     {"i":[…],"e":{…}}                         an event; `i` is what it is found by, `e` the event as CloudTrail shows it
 *     {"as":BYTES,"time":…,…}                   an event like one before it in the batch (short-lines.ts)
 *     {"x":"intent","id":…,"chars":[…],"records":[…]}   events of a change that is about to be committed
 *     {"x":"done","id":…}                       it was, and its events stand before this line
 *     {"x":"void","id":…}                       it was not
 *     {"x":"seal",…,"previous":…,"hash":…}      ends a batch
 *     {"x":"unrecorded","counts":{…}}           requests refused before anybody knew whose they were, by their faults
 *     {"x":"dropped",…,"signature":…}           segments up to one were removed by the rules of retention
 *     {"x":"resumed",…}                         the disk had failed, and requests were refused until now
 *     {"x":"digest",…,"signature":…}            ends a segment: what it holds, and the digest before, signed
 *
 * While a segment is written, zeros may stand after its last line (room-ahead.ts).
 *
 * Lines are JSON in UTF-8, ended by a line feed. Of `i`: account, region, time (ms), event id, event name, event source,
 * read-only (0 or 1), user name or null, access key id or null, [[resource type, resource name], …].
 *
 * A batch is what became durable together, in one write and one sync. Its hash is
 *     SHA-256( hash of the batch before, 32 bytes ‖ the batch's bytes, with those of the seal before `,"hash":` )
 * so no byte of a segment can change, and no batch or segment go missing between two others, without the next hash
 * being another. The first hash of a journal is 32 zero bytes.
 */
import type { AuditRecord } from '../../base/audit.ts';
import { jsonOf } from '../records/shared.ts';

/** In version 1 all events are in full. */
export const FORMAT_VERSION = 2;
export const HASH_BYTES = 32;
export const LINE_FEED = 0x0a;
/** How every event line in full begins, and no other. */
export const EVENT_START = '{"i":';
export const FIRST_HASH = Buffer.alloc(HASH_BYTES);

/** A place in the journal. */
export interface Position {
  /** From 1. */
  readonly segment: number;
  /** Bytes from the segment's beginning. */
  readonly offset: number;
}

/** The segment that a running journal begins with. */
export const BEGINNING: Position = { segment: 1, offset: 0 };

const NAME_DIGITS = 10;
const SEGMENT_NAME = /^\d{10}\.log$/;

export const segmentName = (segment: number): string => `${String(segment).padStart(NAME_DIGITS, '0')}.log`;

/** `undefined` for a file of another name. */
export const segmentOf = (name: string): number | undefined => (SEGMENT_NAME.test(name) ? Number.parseInt(name, 10) : undefined);

/** With its line feed. */
export function eventLine(record: AuditRecord): string {
  const { account, region, time, eventId, eventName, eventSource, readOnly, username, accessKeyId, resources } = record;
  const where = `${quoted(account)},${quoted(region)},${time},"${eventId}"`;
  const what = `${quoted(eventName)},${quoted(eventSource)},${readOnly ? 1 : 0}`;
  const named = `${quoted(username)},${quoted(accessKeyId)},${resources.length === 0 ? '[]' : jsonOf(resources)}`;
  return `${EVENT_START}[${where},${what},${named}],"e":${record.event}}\n`;
}

/** Most names need no escapes, and looking is quicker than quoting. */
const PLAIN = /^[\w+=,.@/:-]*$/;

const quoted = (text: string | undefined): string => {
  if (text === undefined) return 'null';
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
};

/** Between what an event is found by and the event itself; it cannot stand inside either part's texts. */
const EVENT_MEMBER = ',"e":';

/** What an event line says: all of the record, with the event as the text that it was. */
export function parseEventLine(line: string): AuditRecord {
  const end = line.indexOf(EVENT_MEMBER);
  const [account, region, time, eventId, eventName, eventSource, readOnly, username, accessKeyId, resources] = JSON.parse(
    line.slice(EVENT_START.length, end),
  ) as [string, string, number, string, string, string, number, string | null, string | null, [string, string][]];
  const event = line.slice(end + EVENT_MEMBER.length, line.lastIndexOf('}'));
  const found = { username: username ?? undefined, accessKeyId: accessKeyId ?? undefined, resources };
  return { account, region, time, eventId, eventName, eventSource, readOnly: readOnly === 1, ...found, event };
}

/** `events`: lines of `eventLine`. Their lengths stand before them, so that they can be taken out as they are. */
export function intentLine(id: string, events: readonly string[]): string {
  const texts = events.map((line) => line.slice(0, -1));
  return `{"x":"intent","id":"${id}","chars":[${texts.map((text) => text.length).join(',')}],"records":[${texts.join(',')}]}\n`;
}

export const doneLine = (id: string): string => `{"x":"done","id":"${id}"}\n`;
export const voidLine = (id: string): string => `{"x":"void","id":"${id}"}\n`;

const INTENT = /^\{"x":"intent","id":"([^"]+)","chars":\[([\d,]+)\],"records":\[/;

/** The event lines that an intent holds. @throws SyntaxError */
export function parseIntentLine(line: string): { readonly id: string; readonly events: readonly string[] } {
  const [head, id, chars] = INTENT.exec(line) ?? [];
  if (head === undefined || id === undefined) throw new SyntaxError('no intent');
  let start = head.length;
  const events = chars!.split(',').map((length) => {
    const text = line.slice(start, start + Number(length));
    start += Number(length) + 1;
    return `${text}\n`;
  });
  return { id, events };
}

/** Begins a segment. */
export interface OpenLine {
  readonly x: 'open';
  readonly version: number;
  /** Of this node, made with its first segment. */
  readonly journal: string;
  readonly segment: number;
  /** The batch that this line belongs to. */
  readonly batch: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The last hash of the segment before. */
  readonly previous: string;
}

/** Ends a batch. Times never run back within a journal, whatever the clock does. */
export interface SealLine {
  readonly x: 'seal';
  /** Of the batch, counted over all segments. */
  readonly n: number;
  /** Lines of events in it. */
  readonly records: number;
  /** Of all its lines before this one. */
  readonly bytes: number;
  readonly time: number;
  readonly previous: string;
  readonly hash: string;
}

/** Ends a segment. Signed: the line's bytes before `,"fingerprint":`. */
export interface DigestLine {
  readonly x: 'digest';
  readonly journal: string;
  readonly segment: number;
  readonly firstBatch: number;
  readonly lastBatch: number;
  readonly records: number;
  /** Of the segment before this line. */
  readonly bytes: number;
  readonly startTime: number;
  readonly endTime: number;
  /** Intents in it that are neither done nor void. */
  readonly intents: number;
  /** The last batch's. */
  readonly hash: string;
  /** The signature of the digest before; null in the first. */
  readonly previousSignature: string | null;
  /** Of the public key: MD5 of its PKCS #1 DER, as CloudTrail names keys. */
  readonly fingerprint: string;
  /** SHA256withRSA (RFC 8017, RSASSA-PKCS1-v1_5), hexadecimal. */
  readonly signature: string;
}

/** Says that segments were dropped by the rules of retention. Signed as a digest is. */
export interface DroppedLine {
  readonly x: 'dropped';
  readonly journal: string;
  /** The last one that was; its last hash, and its digest's signature. */
  readonly through: number;
  readonly hash: string;
  readonly digest: string;
  readonly time: number;
  readonly fingerprint: string;
  readonly signature: string;
}

export const HASH_MEMBER = ',"hash":"';
const FINGERPRINT_MEMBER = ',"fingerprint":"';

/** The signed bytes of a digest or dropped line. */
export const signedPart = (line: string): string => line.slice(0, line.lastIndexOf(FINGERPRINT_MEMBER));

/** @param facts the line's members before the fingerprint, in their order */
export const toBeSigned = (facts: object): string => JSON.stringify(facts).slice(0, -1);

export const signedLine = (facts: object, fingerprint: string, signature: string): string =>
  `${toBeSigned(facts)}${FINGERPRINT_MEMBER}${fingerprint}","signature":"${signature}"}\n`;
