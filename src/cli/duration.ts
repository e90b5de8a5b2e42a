/** Spans of time as people write them: `30d`, `1d12h`, `90s`. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../base/clock.ts';
import { FlagError } from './output.ts';

const UNITS: { readonly [unit: string]: number } = { d: DAY_MS, h: HOUR_MS, m: MINUTE_MS, s: SECOND_MS };
/** Each unit at most once, from large to small, so that `1h1d` or `5m5m` is taken for the slip that it is. */
const FORM = /^(?:(\d{1,6})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;
/** A century: enough for every due date there is, and far from the end of what a date can hold. */
const LONGEST_MS = 36_525 * DAY_MS;

/** @returns milliseconds. @throws FlagError */
export function parseDuration(text: string): number {
  const parts = FORM.exec(text);
  if (text === '' || !parts) throw new FlagError(`'${text}' is no span of time`, 'digits and a unit, d h m or s, large units first: 30d, 1d12h, 90s');
  const milliseconds = Object.values(UNITS).reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * unit, 0);
  if (milliseconds > LONGEST_MS) throw new FlagError(`'${text}' is longer than 100 years`);
  return milliseconds;
}
