import { keyArn } from '../../../base/arn.ts';
import { becamePrimary } from '../events.ts';
import * as faults from '../faults.ts';
import { isPrimary, type KeyRecord } from '../key-record.ts';
import { keyAsk } from '../asks.ts';
import type { Kms, Op } from '../kms.ts';
import { requireState } from '../states.ts';

interface Target {
  readonly primary: KeyRecord;
  readonly replica: KeyRecord | undefined;
}

/** Needs permission on both keys, each judged on its own. */
export const updatePrimaryRegion = (kms: Kms): Op<'UpdatePrimaryRegion', Target> => ({
  async resolve(input, context) {
    const primary = await kms.keys.find(input.KeyId, 'kms:UpdatePrimaryRegion', context, false);
    const { account, key_id } = primary.row;
    const replica = await kms.keys.get({ account, key_id, region: input.PrimaryRegion }, context.now);
    const keys = replica ? [primary, replica] : [primary];
    return { asks: keys.map((key) => keyAsk(kms, key, 'UpdatePrimaryRegion', input, context)), target: { primary, replica } };
  },
  async run(input, call) {
    const { primary, replica } = call.target;
    if (!isPrimary(primary)) throw faults.notPrimary(primary.arn);
    // Told only to those who may know of the key.
    if (!replica) throw faults.keyNotFound(keyArn(input.PrimaryRegion, primary.row.account, primary.row.key_id));
    requireState(primary, 'use');
    if (replica.name !== primary.name) requireState(replica, 'use');
    for (const member of await kms.lifecycle.family(primary)) {
      kms.changes.update(call.unit, member, { primary_region: input.PrimaryRegion });
    }
    if (replica.name !== primary.name) call.unit.events.push(becamePrimary(replica, call, input));
  },
});
