/** What the tests of grants share. */
import { type CreateGrantCommandInput, type GrantListEntry, type KMS, paginateListGrants } from '@aws-sdk/client-kms';
import { ACCOUNT, OTHER_ACCOUNT } from './support.ts';

export const ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/readers/reader`;
export const USER = `arn:aws:iam::${ACCOUNT}:user/administrator`;
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const OTHER_ROOT = `arn:aws:iam::${OTHER_ACCOUNT}:root`;
/** A grant id that no grant has. */
export const NO_GRANT = '0'.repeat(64);

export type GrantInput = Omit<CreateGrantCommandInput, 'KeyId'>;

/** Makes a grant, to decrypt for the role unless told otherwise. */
export async function newGrant(kms: KMS, KeyId: string, input: Partial<GrantInput> = {}): Promise<{ id: string; token: string }> {
  const { GrantId, GrantToken } = await kms.createGrant({ KeyId, GranteePrincipal: ROLE, Operations: ['Decrypt'], ...input });
  return { id: GrantId!, token: GrantToken! };
}

export async function grantsOf(kms: KMS, KeyId: string): Promise<GrantListEntry[]> {
  const all: GrantListEntry[] = [];
  for await (const { Grants } of paginateListGrants({ client: kms }, { KeyId })) all.push(...Grants!);
  return all;
}

export const idsOf = (grants: readonly GrantListEntry[] | undefined): string[] => (grants ?? []).map(({ GrantId }) => GrantId!).sort();
