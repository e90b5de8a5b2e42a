/**
 * Fills an audit journal without a server: ten million requests would take longer than the measurement. The lines are
 * those of Encrypt and its like by many users with many keys, with nothing chained or signed, which the index does not
 * look at.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { segmentPath } from '../src/audit/journal/files.ts';
import { eventLine, type Position } from '../src/audit/journal/format.ts';
import { timeOrderedUuid } from '../src/crypto/random.ts';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
/** A rate at which a day has ten million events. */
const EVENTS_A_SECOND = 120;
const START = Date.UTC(2026, 9, 1);
const SEGMENT_BYTES = 64 << 20;
const PIECE_BYTES = 1 << 20;

const KEYS = 10_000;
const USERS = 2_000;
const COMMON = ['Encrypt', 'Decrypt', 'GenerateDataKey', 'DescribeKey', 'Sign'] as const;
const RARE = 'ScheduleKeyDeletion';
const RARE_EVERY = 100_000;

export const timeOf = (event: number): number => START + Math.floor((event / EVENTS_A_SECOND) * 1_000);
export const userOf = (event: number): string => `user-${(event * 7_919) % USERS}`;
export const accessKeyOf = (event: number): string => `AKIA${String((event * 7_919) % USERS).padStart(16, '0')}`;
/** Some keys are used all the time, and one of each of the rarest once in the whole store. */
export function keyOf(event: number): string {
  const key = event % 1_000 === 7 ? KEYS + event : (event * 104_729) % KEYS;
  return `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-4000-8000-${String(key).padStart(12, '0')}`;
}
export const nameOf = (event: number): string => (event % RARE_EVERY === 0 ? RARE : COMMON[event % COMMON.length]!);

export class JournalFiller {
  readonly directory: string;
  #segment = 0;
  #offset = SEGMENT_BYTES;
  #file: number | undefined;
  #event = 0;
  readonly #ids = new Map<number, string>();

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** How many events there are. */
  get filled(): number {
    return this.#event;
  }

  /** Of some events, one in ten thousand. */
  get ids(): ReadonlyMap<number, string> {
    return this.#ids;
  }

  /** @param events how many there are to be */
  fillTo(events: number): Position {
    let lines = '';
    for (; this.#event < events; this.#event++) {
      lines += this.#line(this.#event);
      if (lines.length >= PIECE_BYTES || this.#event === events - 1) {
        this.#write(lines);
        lines = '';
      }
    }
    return { segment: this.#segment, offset: this.#offset };
  }

  #write(lines: string): void {
    if (this.#offset >= SEGMENT_BYTES) {
      if (this.#file !== undefined) closeSync(this.#file);
      this.#segment++;
      this.#offset = 0;
      this.#file = openSync(segmentPath(this.directory, this.#segment), 'w');
    }
    this.#offset += writeSync(this.#file!, lines);
  }

  #line(event: number): string {
    const [time, username, key, eventName, accessKeyId] = [timeOf(event), userOf(event), keyOf(event), nameOf(event), accessKeyOf(event)];
    const eventId = timeOrderedUuid(time);
    if (event % 10_000 === 0) this.#ids.set(event, eventId);
    const resources = [['AWS::KMS::Key', key]] as const;
    const found = { account: ACCOUNT, region: REGION, time, eventId, eventName, eventSource: 'kms.amazonaws.com', readOnly: eventName !== RARE };
    return eventLine({ ...found, username, accessKeyId, resources, event: eventText({ username, accessKeyId, eventName, key, eventId }) });
  }
}

/** As long as an event of Encrypt is; put together by hand, as there are ten million. */
const eventText = (of: Readonly<Record<'username' | 'accessKeyId' | 'eventName' | 'key' | 'eventId', string>>): string =>
  [
    '{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDAIOSFODNN7EXAMPLE0",',
    `"arn":"arn:aws:iam::${ACCOUNT}:user/${of.username}","accountId":"${ACCOUNT}","accessKeyId":"${of.accessKeyId}",`,
    `"userName":"${of.username}"},"eventTime":"2026-10-01T00:00:00Z","eventSource":"kms.amazonaws.com","eventName":"${of.eventName}",`,
    `"awsRegion":"${REGION}","sourceIPAddress":"192.0.2.7","userAgent":"aws-sdk-js/3.1164.0 ua/2.1 os/linux lang/js api/kms#3.1164.0",`,
    `"requestParameters":{"keyId":"${of.key}","encryptionAlgorithm":"SYMMETRIC_DEFAULT"},"responseElements":null,`,
    `"additionalEventData":{"keyMaterialId":"${'0'.repeat(64)}"},"requestID":"${of.eventId}","eventID":"${of.eventId}","readOnly":true,`,
    `"resources":[{"accountId":"${ACCOUNT}","type":"AWS::KMS::Key","ARN":"${of.key}"}],"eventType":"AwsApiCall","managementEvent":true,`,
    `"recipientAccountId":"${ACCOUNT}","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3",`,
    `"cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"kms.${REGION}.amazonaws.com"}}`,
  ].join('');
