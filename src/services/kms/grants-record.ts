/** A grant as the service works with it: its row, and what is worked out from it once. */
import { keyArn, partitionOf } from '../../base/arn.ts';
import { compileConstraints, type GrantScope } from './grants-constraints.ts';
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
  constraints === null ? undefined : (JSON.parse(constraints) as GrantConstraints);

/** What ListGrants and ListRetirableGrants tell of a grant; never a token. */
export function grantEntry(row: Readonly<GrantRow>): GrantListEntry {
  const grantee = row.grantee_service ? 'GranteeServicePrincipal' : 'GranteePrincipal';
  const retiring = row.retiring_service ? 'RetiringServicePrincipal' : 'RetiringPrincipal';
  return {
    KeyId: keyArn(row.region, row.account, row.key_id),
    GrantId: row.grant_id,
    Name: row.name ?? '',
    CreationDate: row.created_at,
    [grantee]: row.grantee,
    [retiring]: row.retiring ?? undefined,
    IssuingAccount: `arn:${partitionOf(row.region)}:iam::${row.issuing_account}:root`,
    Operations: grantRecord(row).operations,
    Constraints: givenConstraints(row),
  };
}
