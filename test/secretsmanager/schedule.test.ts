/** When secrets rotate: the schedule expressions of the user guide. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkedRules, nextWindow } from '../../src/services/secretsmanager/rotation-rules.ts';
import { parseCron } from '../../src/services/secretsmanager/cron.ts';
import type { RotationRulesType } from '../../src/services/secretsmanager/types.ts';

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString().slice(0, 19));

describe('the next window', () => {
  const CASES: readonly (readonly [rules: RotationRulesType, from: string, opens: string, closes: string])[] = [
    [{ AutomaticallyAfterDays: 30 }, '2026-01-10T15:20:00', '2026-02-09T00:00:00', '2026-02-09T23:59:59'],
    [{ ScheduleExpression: 'rate(1 day)', Duration: '3h' }, '2026-01-10T15:20:00', '2026-01-11T00:00:00', '2026-01-11T03:00:00'],
    [{ ScheduleExpression: 'rate(12 hours)' }, '2026-01-10T15:20:00', '2026-01-11T00:00:00', '2026-01-11T01:00:00'],
    [{ ScheduleExpression: 'rate(4 hours)' }, '2026-01-10T08:00:30', '2026-01-10T12:00:00', '2026-01-10T13:00:00'],
    [{ ScheduleExpression: 'rate(36 hours)' }, '2026-01-10T15:20:00', '2026-01-12T03:00:00', '2026-01-12T04:00:00'],
    [{ ScheduleExpression: 'cron(0 8 1 * ? *)' }, '2026-01-10T15:20:00', '2026-02-01T08:00:00', '2026-02-01T23:59:59'],
    [{ ScheduleExpression: 'cron(0 8/8 * * ? *)', Duration: '4h' }, '2026-01-10T15:20:00', '2026-01-10T16:00:00', '2026-01-10T20:00:00'],
    [{ ScheduleExpression: 'cron(0 */4 * * ? *)' }, '2026-01-10T20:00:00', '2026-01-11T00:00:00', '2026-01-11T01:00:00'],
    [{ ScheduleExpression: 'cron(0 16 ? * MON-FRI *)' }, '2026-01-10T15:20:00', '2026-01-12T16:00:00', '2026-01-12T23:59:59'],
    [{ ScheduleExpression: 'cron(0 0 L * ? *)' }, '2028-02-10T00:00:00', '2028-02-29T00:00:00', '2028-02-29T23:59:59'],
    [{ ScheduleExpression: 'cron(0 2 ? 1,7 SUN#2 *)' }, '2026-01-12T00:00:00', '2026-07-12T02:00:00', '2026-07-12T23:59:59'],
    [{ ScheduleExpression: 'cron(0 2 ? * 5L *)' }, '2026-01-01T00:00:00', '2026-01-29T02:00:00', '2026-01-29T23:59:59'],
  ];
  for (const [rules, from, opens, closes] of CASES) {
    test(`${JSON.stringify(rules)} after ${from}`, () => {
      const window = nextWindow(checkedRules(rules), Date.parse(`${from}Z`));
      assert.deepEqual([iso(window?.opensAt), iso(window?.closesAt)], [opens, closes]);
    });
  }

  test('of a day that never comes is none', () => {
    assert.equal(parseCron('0 0 31 2 ? *')!.next(0), undefined);
  });
});

describe('no schedule is', () => {
  const BAD: readonly RotationRulesType[] = [
    {},
    { Duration: '3h' },
    { AutomaticallyAfterDays: 1, ScheduleExpression: 'rate(1 day)' },
    { AutomaticallyAfterDays: 1, Duration: '25h' },
    { AutomaticallyAfterDays: 1, Duration: 'h' },
    ...[
      'rate(3 hours)', 'rate(0 days)', 'rate(1001 days)', 'rate(10 minutes)', 'rate(10)', 'every day', 'cron(0 8 1 * ? *',
      'cron(5 8 1 * ? *)', 'cron(0 8 1 * ? 2027)', 'cron(0 8 1 * 1 *)', 'cron(0 8 ? * ? *)', 'cron(0 8 1 * ?)', 'cron(0 24 1 * ? *)',
      'cron(0 8,10 * * ? *)', 'cron(0 22,1 * * ? *)', 'cron(0 8/0 1 * ? *)', 'cron(0 8 32 * ? *)', 'cron(0 8 1 13 ? *)', 'cron(0 8 ? * 8 *)',
      'cron(0 8 ? * MON#6 *)', 'cron(0 8 5-3 * ? *)', 'cron(0 8 1-2-3 * ? *)', 'cron(0 8 , * ? *)', 'cron()', 'cron(0 8 LL * ? *)',
    ].map((ScheduleExpression) => ({ ScheduleExpression })),
    { ScheduleExpression: 'cron(0 20 * * ? *)', Duration: '5h' },
  ];
  for (const rules of BAD) {
    test(JSON.stringify(rules), () => assert.throws(() => checkedRules(rules), { code: 'InvalidParameterException' }));
  }
});
