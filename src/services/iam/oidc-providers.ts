/** OpenID Connect identity providers as rows: who may say to roles who somebody is. */
import type { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { IamTables, OidcProviderRow } from './tables.ts';

export interface OidcProvider {
  /** `arn:aws:iam::111122223333:oidc-provider/HOST/PATH` */
  readonly arn: string;
  readonly account: string;
  /** Without `https://`. */
  readonly url: string;
  /** Audiences that are accepted. */
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAt: number;
  readonly version: number;
}

export type NewOidcProvider = Pick<OidcProvider, 'account' | 'url' | 'clientIds' | 'thumbprints' | 'createdAt'>;

const ARN = /^arn:aws[a-z-]*:iam::(\d{12}):oidc-provider\/(.+)$/s;

export const isOidcProviderArn = (text: string): boolean => ARN.test(text);

export class OidcProviders {
  readonly #store: Store<IamTables>;
  readonly #partition: string;

  constructor(store: Store<IamTables>, partition: string) {
    this.#store = store;
    this.#partition = partition;
  }

  arnOf(account: string, url: string): string {
    return `arn:${this.#partition}:iam::${account}:oidc-provider/${url}`;
  }

  /** @param url without `https://`, as it was registered */
  async find(account: string, url: string): Promise<OidcProvider | undefined> {
    const row = await this.#store.db
      .selectFrom('iam_oidc_providers')
      .selectAll()
      .where('account', '=', account)
      .where('url', '=', url)
      .executeTakeFirst();
    return row && this.#provider(row);
  }

  async findByArn(arn: string): Promise<OidcProvider | undefined> {
    const [, account, url] = ARN.exec(arn) ?? [];
    if (account === undefined || url === undefined) return undefined;
    const provider = await this.find(account, url);
    return provider?.arn === arn ? provider : undefined;
  }

  /** In order of their URLs. */
  async list(account: string): Promise<OidcProvider[]> {
    const rows = this.#store.db.selectFrom('iam_oidc_providers').selectAll().where('account', '=', account);
    return (await rows.orderBy('url').execute()).map((row) => this.#provider(row));
  }

  /** A URL that is taken by then makes the unit a `WriteConflict`. */
  insert(unit: Unit, { account, url, clientIds, thumbprints, createdAt }: NewOidcProvider): void {
    const row = { account, url, created_at: createdAt, version: 1, ...listColumns(clientIds, thumbprints) };
    unit.write(this.#store.db.insertInto('iam_oidc_providers').values(row), 1);
  }

  change(unit: Unit, provider: OidcProvider, changes: Partial<Pick<OidcProvider, 'clientIds' | 'thumbprints'>> = {}): void {
    const { account, url, version, clientIds, thumbprints } = { ...provider, ...changes };
    const update = this.#store.db
      .updateTable('iam_oidc_providers')
      .set({ version: version + 1, ...listColumns(clientIds, thumbprints) })
      .where('account', '=', account)
      .where('url', '=', url)
      .where('version', '=', version);
    unit.write(update, 1);
  }

  remove(unit: Unit, { arn, account, url, version }: OidcProvider): void {
    const gone = this.#store.db
      .deleteFrom('iam_oidc_providers')
      .where('account', '=', account)
      .where('url', '=', url)
      .where('version', '=', version);
    unit.write(gone, 1);
    unit.write(this.#store.db.deleteFrom('iam_tags').where('resource_id', '=', arn));
  }

  #provider({ account, url, client_ids, thumbprints, created_at, version }: OidcProviderRow): OidcProvider {
    return {
      arn: this.arnOf(account, url),
      account,
      url,
      clientIds: JSON.parse(client_ids) as string[],
      thumbprints: JSON.parse(thumbprints) as string[],
      createdAt: created_at,
      version,
    };
  }
}

const listColumns = (clientIds: readonly string[], thumbprints: readonly string[]) => ({
  client_ids: JSON.stringify(clientIds),
  thumbprints: JSON.stringify(thumbprints),
});
