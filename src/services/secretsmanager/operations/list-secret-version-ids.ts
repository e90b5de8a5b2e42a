import { nameOf, present, resolveSecret } from '../asks.ts';
import { ofSecret, type SecretRecord, type VersionRecord, versionRecord } from '../secret-record.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { labelsByVersion } from '../stages.ts';
import type { SecretVersionsListEntry } from '../types.ts';

const RESULTS_DEFAULT = 100;

type Position = readonly [createdAt: number, versionId: string];

export const listSecretVersionIds = (sm: SecretsManager): Op<'ListSecretVersionIds', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'ListSecretVersionIds', input, context),
  async run(input, { target }) {
    const secret = present(target);
    const { MaxResults: count = RESULTS_DEFAULT, IncludeDeprecated = false } = input;
    const scope = ['ListSecretVersionIds', secret.arn, IncludeDeprecated];
    const after = sm.pages.after(scope, input.NextToken);
    const position = after === undefined ? undefined : (JSON.parse(after) as Position);
    const found = await versionsAfter(sm, secret, IncludeDeprecated, position, count + 1);
    const shown = found.slice(0, count);
    const last = shown.at(-1);
    return {
      ...nameOf(secret),
      Versions: await Promise.all(shown.map((version) => entryOf(sm, secret, version))),
      NextToken: found.length > count ? sm.pages.token(scope, JSON.stringify([last!.createdAt, last!.versionId])) : undefined,
    };
  },
});

async function versionsAfter(
  { store }: SecretsManager,
  { row, stages }: SecretRecord,
  deprecated: boolean,
  after: Position | undefined,
  count: number,
): Promise<VersionRecord[]> {
  let query = store.db
    .selectFrom('secrets_versions')
    .select(['account', 'region', 'secret_id', 'version_id', 'created_at', 'kind', 'data_keys'])
    .where((where) => where.and(ofSecret(row)));
  // A list that may be empty needs one member for PostgreSQL and SQLite alike.
  if (!deprecated) query = query.where('version_id', 'in', ['', ...stages.values()]);
  if (after) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'version_id'), '>', tuple(after[0], after[1])));
  const rows = await query.orderBy('created_at').orderBy('version_id').limit(count).execute();
  return rows.map((found) => versionRecord({ ...found, ciphertext: null }));
}

async function entryOf(
  { uses }: SecretsManager,
  { row, stages }: SecretRecord,
  { versionId, createdAt, dataKeys }: VersionRecord,
): Promise<SecretVersionsListEntry> {
  return {
    VersionId: versionId,
    VersionStages: labelsByVersion(stages)[versionId],
    LastAccessedDate: await uses.of(row, versionId),
    CreatedDate: createdAt,
    KmsKeyIds: dataKeys.map(({ key }) => key),
  };
}
