/**
 * The `cron()` expressions of rotation schedules (user guide, "Schedule expressions in Secrets Manager rotation"), in UTC:
 *
 *     cron(Minutes Hours Day-of-month Month Day-of-week Year)
 *          0       0-23  1-31 ? L     1-12  1-7 ? L #   *        also , - * / and JAN-DEC, SUN-SAT
 *
 * One of the two days is `?`. Minutes are 0 and the year is `*`.
 */
import { DAY_MS, HOUR_MS } from '../../base/clock.ts';

export interface Cron {
  /** Hours of a day, in order. */
  readonly hours: readonly number[];
  /** The first moment after `from`, milliseconds since 1970; `undefined` when there is none in ten years. */
  next(from: number): number | undefined;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** Ten years: a 29th of February that is a Sunday comes within 40, but nobody rotates by that. */
const DAYS_AHEAD_MAX = 3_653;
const MINUTES = /^0{1,2}$/;

type DayTest = (day: Date) => boolean;

/** @returns `undefined` for what is no such expression */
export function parseCron(text: string): Cron | undefined {
  const [minutes, hourField, dayField, monthField, weekdayField, year, ...more] = text.trim().split(/\s+/);
  if (more.length > 0 || year !== '*' || !MINUTES.test(minutes!)) return undefined;
  const hours = numbersOf(hourField!, 0, 23);
  const months = numbersOf(monthField!, 1, 12, MONTHS, 1);
  const day = dayTest(dayField!, weekdayField!);
  if (!hours || !months || !day) return undefined;
  const fits: DayTest = (date) => months.has(date.getUTCMonth() + 1) && day(date);
  const sorted = [...hours].sort((a, b) => a - b);
  return { hours: sorted, next: (from) => nextOf(from, sorted, fits) };
}

/** One of the two fields says the day; the other one is `?`. */
function dayTest(monthDay: string, weekday: string): DayTest | undefined {
  if ((monthDay === '?') === (weekday === '?')) return undefined;
  return monthDay === '?' ? weekdayTest(weekday) : monthDayTest(monthDay);
}

function nextOf(from: number, hours: readonly number[], fits: DayTest): number | undefined {
  const today = Math.floor(from / DAY_MS) * DAY_MS;
  for (let ahead = 0; ahead <= DAYS_AHEAD_MAX; ahead++) {
    const day = today + ahead * DAY_MS;
    if (!fits(new Date(day))) continue;
    const hour = hours.find((at) => day + at * HOUR_MS > from);
    if (hour !== undefined) return day + hour * HOUR_MS;
  }
  return undefined;
}

function monthDayTest(field: string): DayTest | undefined {
  if (field === 'L') return (date) => date.getUTCDate() === lastDayOf(date);
  const days = numbersOf(field, 1, 31);
  return days && ((date) => days.has(date.getUTCDate()));
}

/** `5L`: the last Thursday of the month; `3#2`: its second Tuesday. */
function weekdayTest(field: string): DayTest | undefined {
  if (field === 'L') return (date) => date.getUTCDay() === 6;
  const [, lastOf] = /^(\w+)L$/.exec(field) ?? [];
  const [, nthOf, nth] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  const named = lastOf ?? nthOf;
  if (named === undefined) {
    const days = numbersOf(field, 1, 7, DAYS, 1);
    return days && ((date) => days.has(date.getUTCDay() + 1));
  }
  const weekday = numberOf(named, 1, 7, DAYS, 1);
  if (weekday === undefined) return undefined;
  const inWeek = (date: Date): boolean =>
    nth === undefined ? date.getUTCDate() + 7 > lastDayOf(date) : Math.ceil(date.getUTCDate() / 7) === Number(nth);
  return (date) => date.getUTCDay() + 1 === weekday && inWeek(date);
}

const lastDayOf = (date: Date): number => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

/** A list of numbers, ranges and steps. */
function numbersOf(field: string, least: number, most: number, names: readonly string[] = [], first = 0): Set<number> | undefined {
  const all = new Set<number>();
  for (const part of field.split(',')) {
    const [, range, step] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const bounds = range === undefined ? undefined : boundsOf(range, step !== undefined, least, most, names, first);
    if (!bounds || step === '0' || step === '00') return undefined;
    for (let at = bounds[0]; at <= bounds[1]; at += Number(step ?? 1)) all.add(at);
  }
  return all;
}

function boundsOf(
  range: string,
  stepped: boolean,
  least: number,
  most: number,
  names: readonly string[],
  first: number,
): [number, number] | undefined {
  if (range === '*') return [least, most];
  const [from, to, ...more] = range.split('-').map((text) => numberOf(text, least, most, names, first));
  if (from === undefined || more.length > 0) return undefined;
  if (!range.includes('-')) return [from, stepped ? most : from];
  return to === undefined || to < from ? undefined : [from, to];
}

function numberOf(text: string, least: number, most: number, names: readonly string[], first: number): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + first;
  const value = Number(text);
  return /^\d{1,2}$/.test(text) && value >= least && value <= most ? value : undefined;
}
