/** Times as CloudTrail writes them, UTC, in whole seconds. */
import { SECOND_MS } from '../../base/clock.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Within requests and answers: `Aug 10, 2022, 10:38:27 PM`. A time that no date can have stays a number. */
export function englishTime(milliseconds: number): string | number {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return milliseconds;
  const day = `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  const hours = date.getUTCHours();
  const time = `${hours % 12 || 12}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())}`;
  return `${day}, ${time} ${hours < 12 ? 'AM' : 'PM'}`;
}

let second = Number.NaN;
let text = '';

/** Everywhere else: `2025-05-20T20:45:00Z`. Made anew when the second changes. */
export function isoTime(milliseconds: number): string {
  const now = Math.floor(milliseconds / SECOND_MS);
  if (now !== second) {
    second = now;
    text = `${new Date(now * SECOND_MS).toISOString().slice(0, -'.000Z'.length)}Z`;
  }
  return text;
}
