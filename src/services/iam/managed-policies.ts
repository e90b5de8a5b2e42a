/** Managed policies: customers' own, with their versions, and AWS's. */
import type { Store } from '../../store/contract.ts';
import { AWS_MANAGED_POLICIES, type AwsManagedPolicy } from './aws-managed-policies.ts';
import { nameKey } from './entities.ts';
import type { IamTables, PolicyRow } from './tables.ts';

export type Policy = Readonly<PolicyRow>;

const AWS_MANAGED = /^arn:aws[a-z-]*:iam::aws:policy(\/.*)$/;
const CUSTOMER_MANAGED = /^arn:aws[a-z-]*:iam::(\d{12}):policy(?:\/.*)?\/([^/]+)$/;

const awsManaged: ReadonlyMap<string, AwsManagedPolicy> = new Map(
  AWS_MANAGED_POLICIES.map((policy) => [policy.path + policy.name, policy]),
);

export class ManagedPolicies {
  readonly #store: Store<IamTables>;
  readonly #partition: string;

  constructor(store: Store<IamTables>, partition: string) {
    this.#store = store;
    this.#partition = partition;
  }

  /** `arn:aws:iam::111122223333:policy/division/NAME` */
  arnOf({ account, path, name }: Pick<Policy, 'account' | 'path' | 'name'>): string {
    return `arn:${this.#partition}:iam::${account}:policy${path}${name}`;
  }

  /** A customer managed policy that has this very ARN. */
  async find(arn: string): Promise<Policy | undefined> {
    const [, account, name] = CUSTOMER_MANAGED.exec(arn) ?? [];
    if (account === undefined || name === undefined) return undefined;
    const row = await this.#store.db
      .selectFrom('iam_policies')
      .selectAll()
      .where('account', '=', account)
      .where('name_key', '=', nameKey(name))
      .executeTakeFirst();
    return row && this.arnOf(row) === arn ? row : undefined;
  }

  /** The JSON text of the default version, of a customer's policy or AWS's. */
  async documentOf(arn: string): Promise<string | undefined> {
    const aws = this.awsManaged(arn);
    if (aws) return aws.document;
    const policy = await this.find(arn);
    if (!policy) return undefined;
    const row = await this.#store.db
      .selectFrom('iam_policy_versions')
      .select('document')
      .where('policy_id', '=', policy.id)
      .where('number', '=', policy.default_version)
      .executeTakeFirst();
    return row?.document;
  }

  awsManaged(arn: string): AwsManagedPolicy | undefined {
    const [, resource] = AWS_MANAGED.exec(arn) ?? [];
    return resource === undefined ? undefined : awsManaged.get(resource);
  }
}
