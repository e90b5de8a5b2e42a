/** Operations on one trail that the request names: what they ask for, and which trail it is. */
import type { RequestContext, Resolved } from '../../base/operation.ts';
import { ask } from './asks.ts';
import type { CloudTrail } from './cloudtrail.ts';
import * as faults from './faults.ts';
import { checkTrailName, type NamedTrail, trailArn } from './names.ts';
import type { TrailRow } from './tables.ts';
import type { Operations } from './types.ts';

export interface TrailTarget {
  /** As AWS's texts name it: by its ARN, but for GetTrail as the request does. */
  readonly text: string;
  readonly named: NamedTrail;
  readonly row: TrailRow | undefined;
}

/** @throws Fault CloudTrailARNInvalidException */
export async function resolveTrail(
  { trails }: CloudTrail,
  operation: keyof Operations,
  text: string,
  input: object,
  context: RequestContext,
): Promise<Resolved<TrailTarget>> {
  const { named, row } = await trails.named(text, context);
  const arn = trailArn(named.region, named.account, named.name);
  return { asks: [ask(operation, arn, input, context)], target: { text: operation === 'GetTrail' ? text : arn, named, row } };
}

/** @throws Fault TrailNotFoundException, InvalidTrailNameException */
export function existing({ text, named, row }: TrailTarget, { caller }: RequestContext): TrailRow {
  checkTrailName(named.name);
  if (!row) throw faults.trailNotFound(text, caller.account);
  return row;
}

/**
 * For changes: a shadow is seen here, but changed at its home.
 * @throws Fault TrailNotFoundException, InvalidTrailNameException, InvalidHomeRegionException
 */
export async function changeable({ trails }: CloudTrail, target: TrailTarget, context: RequestContext): Promise<TrailRow> {
  const { account, region } = context.caller;
  const seen = target.row ?? (target.named.byArn ? undefined : await shadow());
  const row = existing({ ...target, row: seen }, context);
  if (row.region !== region) throw faults.notHomeRegion(trailArn(row.region, account, row.name), row.region);
  return row;

  async function shadow(): Promise<TrailRow | undefined> {
    return (await trails.seenFrom(account, region)).find((other) => other.name === target.named.name);
  }
}
