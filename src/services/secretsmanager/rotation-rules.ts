/**
 * When secrets rotate: in windows of a schedule, as soon as one opens (RotationRulesType in the API reference).
 *
 *     days, rate(N days)    the window opens at midnight UTC, N days after the last one   until the end of that day
 *     rate(N hours)         every N hours from midnight UTC                               one hour
 *     cron(…)               as it says                                                    the day; of several a day, an hour
 *
 * `Duration` makes the window longer or shorter. Where a day is no multiple of N hours, they are counted from the last
 * rotation's hour: AWS does not say how.
 */
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../base/clock.ts';
import { type Cron, parseCron } from './cron.ts';
import * as faults from './faults.ts';
import type { SecretDetails } from './secret-record.ts';
import type { RotationRulesType } from './types.ts';

export interface Window {
  readonly opensAt: number;
  readonly closesAt: number;
}

type Schedule = { readonly days: number } | { readonly hours: number } | { readonly cron: Cron };

/** API reference: as often as every four hours. */
const HOURS_LEAST = 4;
const DAYS_MOST = 1_000;
const HOURS_A_DAY = 24;

/** The rules as they are kept. @throws Fault InvalidParameterException */
export function checkedRules(rules: RotationRulesType): RotationRulesType {
  const { AutomaticallyAfterDays, ScheduleExpression, Duration } = rules;
  if (AutomaticallyAfterDays !== undefined && ScheduleExpression !== undefined) {
    throw faults.invalidParameter('You can specify either AutomaticallyAfterDays or ScheduleExpression in RotationRules, but not both.');
  }
  const schedule = scheduleOf(rules);
  if (!schedule) throw faults.invalidParameter('RotationRules needs AutomaticallyAfterDays or a valid ScheduleExpression.');
  if (Duration !== undefined) checkDuration(Duration, schedule);
  // Shown of every schedule in days.
  return 'days' in schedule ? { ...rules, AutomaticallyAfterDays: schedule.days } : rules;
}

function checkDuration(text: string, schedule: Schedule): void {
  const hours = durationOf(text);
  const most = 'days' in schedule ? HOURS_A_DAY : 'hours' in schedule ? schedule.hours : roomOf(schedule.cron);
  if (hours === undefined || hours > most) {
    const rule = 'the window must not extend into the next UTC day or the next window';
    throw faults.invalidParameter(`The Duration must be a number of hours, and ${rule}.`);
  }
}

/** Hours from a window's opening to the next one of the day, or the end of the day. */
const roomOf = ({ hours }: Cron): number => Math.min(...hours.map((hour, index) => (hours[index + 1] ?? HOURS_A_DAY) - hour));

function durationOf(text: string): number | undefined {
  const hours = Number(/^(\d{1,2})h$/.exec(text)?.[1]);
  return hours >= 1 ? hours : undefined;
}

function scheduleOf({ AutomaticallyAfterDays, ScheduleExpression }: RotationRulesType): Schedule | undefined {
  if (ScheduleExpression === undefined) return AutomaticallyAfterDays === undefined ? undefined : { days: AutomaticallyAfterDays };
  const [, count, unit] = /^rate\(\s*(\d{1,4})\s+(days?|hours?)\s*\)$/.exec(ScheduleExpression) ?? [];
  if (count !== undefined) return rateOf(Number(count), unit!.startsWith('day'));
  const [, expression] = /^cron\(([^()]*)\)$/.exec(ScheduleExpression) ?? [];
  const cron = expression === undefined ? undefined : parseCron(expression);
  return cron && isSeldom(cron) ? { cron } : undefined;
}

function rateOf(count: number, inDays: boolean): Schedule | undefined {
  if (inDays) return count >= 1 && count <= DAYS_MOST ? { days: count } : undefined;
  return count >= HOURS_LEAST && count <= DAYS_MOST * HOURS_A_DAY ? { hours: count } : undefined;
}

/** Also over midnight. */
function isSeldom({ hours }: Cron): boolean {
  return hours.every((hour, index) => (hours[index + 1] ?? hours[0]! + HOURS_A_DAY) - hour >= HOURS_LEAST);
}

/** The first window after a moment; `undefined` when there is none. @param rules checked */
export function nextWindow(rules: RotationRulesType, from: number): Window | undefined {
  const schedule = scheduleOf(rules);
  const opensAt = schedule && openingOf(schedule, from);
  if (opensAt === undefined) return undefined;
  const hours = rules.Duration === undefined ? undefined : durationOf(rules.Duration);
  const hourly = 'hours' in schedule! || ('cron' in schedule! && schedule.cron.hours.length > 1);
  const endOfDay = Math.floor(opensAt / DAY_MS) * DAY_MS + DAY_MS - SECOND_MS;
  if (hours !== undefined) return { opensAt, closesAt: opensAt + hours * HOUR_MS };
  return { opensAt, closesAt: hourly ? opensAt + HOUR_MS : endOfDay };
}

function openingOf(schedule: Schedule, from: number): number | undefined {
  if ('days' in schedule) return Math.floor(from / DAY_MS) * DAY_MS + schedule.days * DAY_MS;
  if ('hours' in schedule) {
    const step = HOURS_A_DAY % schedule.hours === 0 ? schedule.hours * HOUR_MS : HOUR_MS;
    return Math.floor(from / step) * step + schedule.hours * HOUR_MS;
  }
  return schedule.cron.next(from);
}

export interface Scheduled {
  readonly details: SecretDetails;
  /** Absent: as it was. */
  readonly rotation_at?: number | null;
}

/** The next rotation, counted from now. */
export function rescheduled(details: SecretDetails, now: number): Scheduled {
  const { rotation } = details;
  if (!rotation?.enabled) return { details, rotation_at: null };
  const window = nextWindow(rotation.rules, now);
  return { details: { ...details, rotation: { ...rotation, nextBy: window?.closesAt } }, rotation_at: window?.opensAt ?? null };
}

/** A value that somebody put there is as good as a rotation. */
export const afterNewValue = (details: SecretDetails, isCurrent: boolean, now: number): Scheduled =>
  isCurrent && details.rotation?.enabled ? rescheduled(details, now) : { details };
