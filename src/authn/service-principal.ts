/** Callers that Trent makes itself, for what it does by itself: no credentials belong to them. */
import { partitionOf } from '../base/arn.ts';
import { type Caller, mintCaller, rootPrincipal } from '../base/caller.ts';

/**
 * @param name `cloudtrail.amazonaws.com`
 * @param account whose resource it is about: refusals and records are that account's
 */
export function serviceCaller(name: string, account: string, region: string): Caller {
  const principal = { type: 'service' as const, account, arn: name, principalId: name, origin: { arn: name, id: name } };
  return mintCaller({ principal, account, region, accessKeyId: '' });
}

/** Who a seed file's wishes are carried out for. */
export const ownerCaller = (account: string, region: string): Caller =>
  mintCaller({ principal: rootPrincipal(account, partitionOf(region)), account, region, accessKeyId: '' });

/** The same caller where a service goes on for it to another region. */
export const callerIn = (caller: Caller, region: string): Caller => (region === caller.region ? caller : mintCaller({ ...caller, region }));
