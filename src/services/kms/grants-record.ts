/** A grant as the service works with it: its row, and what is worked out from it once. */
import { parseJson } from '../../base/parse-json.ts';
import { keyArn, partitionOf } from '../../base/arn.ts';
import type { Flag } from '../../store/contract.ts';
import { compileConstraints, type GrantScope } from './grants-constraints.ts';
import type { PolicyGuard } from './policy.ts';
import type { GrantRow } from './tables.ts';
import type { GrantConstraints, GrantListEntry, GrantOperation } from './types.ts';

export interface GrantRecord extends GrantScope {
  readonly row: Readonly<GrantRow>;
  readonly operations: readonly GrantOperation[];
}

export const grantRecord = (row: GrantRow): GrantRecord => ({
  row,
  operations: row.operations.slice(1, -1).split(',') as GrantOperation[],
  constraints: compileConstraints(givenConstraints(row)),
});

export const operationsText = (operations: readonly GrantOperation[]): string => `,${operations.join(',')},`;

/** The constraints as they were asked for. */
export const givenConstraints = ({ constraints }: Readonly<GrantRow>): GrantConstraints | undefined =>
  constraints === null ? undefined : (parseJson(constraints) as GrantConstraints);

/** What ListGrants and ListRetirableGrants tell of a grant; never a token. */
export async function grantEntry(guard: PolicyGuard, row: Readonly<GrantRow>): Promise<GrantListEntry> {
  const shown = async (name: string | null, service: Flag) => (name === null || service ? name : guard.shownPrincipal(name));
  const grantee = row.grantee_service ? 'GranteeServicePrincipal' : 'GranteePrincipal';
  const retiring = row.retiring_service ? 'RetiringServicePrincipal' : 'RetiringPrincipal';
  return {
    KeyId: keyArn(row.region, row.account, row.key_id),
    GrantId: row.grant_id,
    Name: row.name ?? '',
    CreationDate: row.created_at,
    [grantee]: await shown(row.grantee, row.grantee_service),
    [retiring]: (await shown(row.retiring, row.retiring_service)) ?? undefined,
    IssuingAccount: `arn:${partitionOf(row.region)}:iam::${row.issuing_account}:root`,
    Operations: grantRecord(row).operations,
    Constraints: givenConstraints(row),
  };
}
