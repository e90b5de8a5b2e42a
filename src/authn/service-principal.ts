/** A service of Trent's own as a caller. Nobody from outside can be one: no credentials belong to it. */
import { mintCaller, type Caller } from '../base/caller.ts';

/**
 * @param name `cloudtrail.amazonaws.com`
 * @param account whose resource it is about: refusals and records are that account's
 */
export function serviceCaller(name: string, account: string, region: string): Caller {
  const principal = { type: 'service' as const, account, arn: name, principalId: name, origin: { arn: name, id: name } };
  return mintCaller({ principal, account, region, accessKeyId: '' });
}

/** The same caller where a service goes on for it to another region. */
export const callerIn = (caller: Caller, region: string): Caller => (region === caller.region ? caller : mintCaller({ ...caller, region }));
