/** Temporary credentials of the caller itself: a user, or root. Nothing is asked for, since no policy can forbid it. */
import { checkSession, refuseMfa } from '../callers.ts';
import { longTermSeconds } from '../durations.ts';
import { issue } from '../issue.ts';
import type { Op, Sts } from '../sts.ts';

export const getSessionToken = (sts: Sts): Op<'GetSessionToken', undefined> => ({
  resolve(input, { caller }) {
    checkSession(caller, 'GetSessionToken');
    refuseMfa(input);
    return { asks: [], target: undefined };
  },
  run(input, { caller, now }) {
    const { principal } = caller;
    const seconds = longTermSeconds(input.DurationSeconds, principal);
    return issue(sts, { principal, by: 'GetSessionToken', now, seconds, minimumTokenSize: input.MinimumSessionTokenSize });
  },
});
