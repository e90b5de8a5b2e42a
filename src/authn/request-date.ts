/**
 * When a request says it was made, and whether that is near enough to now.
 *
 *     X-Amz-Date: 20150830T123600Z                 ISO 8601 basic, whole seconds, UTC: the stamp
 *     Date: Sun, 30 Aug 2015 12:36:00 GMT          RFC 9110 5.6.7, read only where X-Amz-Date is absent
 */
import { MINUTE_MS, SECOND_MS } from '../base/clock.ts';
import type { Fault } from '../base/errors.ts';
import { incompleteSignature, invalidSignature } from './faults.ts';

/** AWS's JSON services allow five minutes both ways; a request exactly that far off still passes. */
const WINDOW_MS = 5 * MINUTE_MS;
const STAMP = /^\d{8}T\d{6}Z$/;

/** Milliseconds since 1970, or `undefined` when the text is no stamp of an instant that exists. */
export function parseStamp(stamp: string): number | undefined {
  if (!STAMP.test(stamp)) return undefined;
  const month = Number(stamp.slice(4, 6));
  const day = Number(stamp.slice(6, 8));
  const time = Number(stamp.slice(9, 15));
  const hour = Math.floor(time / 10_000);
  const minute = Math.floor(time / 100) % 100;
  const second = time % 100;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = Date.UTC(Number(stamp.slice(0, 4)), month - 1, day, hour, minute, second);
  const check = new Date(ms);
  return check.getUTCMonth() === month - 1 && check.getUTCDate() === day ? ms : undefined;
}

/** `YYYYMMDDTHHMMSSZ`, parts of a second cut off. */
export const formatStamp = (ms: number): string =>
  new Date(ms).toISOString().replace(/[-:]/g, '').replace(/\.\d{3}Z$/, 'Z');

/**
 * The stamp that a `Date` header stands for: it may hold a stamp, or an HTTP date. botocore writes the zone
 * of an HTTP date as `-0000` (RFC 5322 3.3).
 * @throws Fault IncompleteSignatureException
 */
export function stampOfDateHeader(date: string): string {
  if (STAMP.test(date)) return date;
  const ms = Date.parse(date);
  const httpDate = date.replace(/ [+-]0000$/, ' GMT');
  if (Number.isNaN(ms) || new Date(ms).toUTCString() !== httpDate) throw notADate(date);
  return formatStamp(ms);
}

/** @throws Fault IncompleteSignatureException */
export function requireStamp(stamp: string): number {
  const ms = parseStamp(stamp);
  if (ms === undefined) throw notADate(stamp);
  return ms;
}

const notADate = (text: string): Fault =>
  incompleteSignature(
    `Date must be in ISO-8601 'basic format'. Got '${text}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  );

/**
 * @param signedAt the instant that `stamp` names, milliseconds since 1970
 * @param lifetimeMs how long the signature lives; that of a presigned request is its own choice
 * @param windowMs how far in the future the request may be
 * @throws Fault InvalidSignatureException
 */
export function checkWindow(
  stamp: string,
  signedAt: number,
  now: number,
  lifetimeMs: number = WINDOW_MS,
  windowMs: number = WINDOW_MS,
): void {
  if (signedAt < now - lifetimeMs) {
    const limit = formatStamp(now - lifetimeMs);
    throw invalidSignature(
      `Signature expired: ${stamp} is now earlier than ${limit} (${formatStamp(now)} - ${inWords(lifetimeMs)})`,
    );
  }
  if (signedAt > now + windowMs) {
    const limit = formatStamp(now + windowMs);
    throw invalidSignature(
      `Signature not yet current: ${stamp} is still later than ${limit} (${formatStamp(now)} + ${inWords(windowMs)})`,
    );
  }
}

const inWords = (ms: number): string =>
  ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS} min.` : `${ms / SECOND_MS} sec.`;
