/**
 * `DateEquals` and its like. A date is of the W3C's profile of ISO 8601 (NOTE-datetime), or seconds since 1970:
 *
 *     2026   2026-07   2026-07-14   2026-07-14T09:30Z   2026-07-14T09:30:15Z   2026-07-14T09:30:15.25+02:00   1784021415
 *
 * Four digits alone are a year. A date without a time is its first instant in UTC.
 */
import { SECOND_MS, MINUTE_MS } from '../../base/clock.ts';
import { orderedOperators } from './ordered.ts';

const W3C = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const EPOCH_SECONDS = /^-?\d{1,12}(\.\d{1,9})?$/;

/** Milliseconds since 1970; `undefined` for text that is no date, such as the 30th of February. */
export function parseDate(text: string): number | undefined {
  const parts = W3C.exec(text);
  if (!parts) return EPOCH_SECONDS.test(text) ? Number(text) * SECOND_MS : undefined;
  const [year, month, day, hour, minute, second] = [parts[1], parts[2] ?? 1, parts[3] ?? 1, parts[4] ?? 0, parts[5] ?? 0, parts[6] ?? 0].map(Number) as Fields;
  const offset = offsetMinutes(parts[8]);
  if (hour > 23 || minute > 59 || second > 59 || offset === undefined) return undefined;
  // Set in two steps: Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const time = date.setUTCHours(hour, minute, second);
  return time + Number(parts[7] ?? 0) * SECOND_MS - offset * MINUTE_MS;
}

type Fields = [number, number, number, number, number, number];

/** Minutes east of UTC. */
function offsetMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0;
  const [hours, minutes] = zone.slice(1).split(':').map(Number) as [number, number];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** Statements and requests of one moment ask about one text: the last one is not read again. */
function remembering(read: (text: string) => number | undefined): typeof read {
  let last = { text: '', place: read('') };
  return (text) => {
    if (text !== last.text) last = { text, place: read(text) };
    return last.place;
  };
}

export const DATE_OPERATORS = orderedOperators('Date', remembering(parseDate));
