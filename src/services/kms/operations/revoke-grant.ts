import { refuseDryRun } from '../cryptography.ts';
import { requireGrant } from '../grants-find.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';

/** For those who may manage the key's grants, whoever made them. */
export const revokeGrant = (kms: Kms): Op<'RevokeGrant', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'RevokeGrant'),
  async run(input, { target: key, unit, now }) {
    const grant = await requireGrant(kms, key, input.GrantId);
    refuseDryRun(input.DryRun);
    kms.grants.remove(unit, grant, now);
  },
});
