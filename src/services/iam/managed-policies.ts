/** Managed policies: customers' own, with their versions, and AWS's. */
import type { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { AWS_MANAGED_POLICIES, AWS_MANAGED_SINCE, type AwsManagedPolicy } from './aws-managed-policies.ts';
import { nameKey } from './entities.ts';
import { awsPolicyId } from './ids.ts';
import type { IamTables, PolicyRow, PolicyVersionRow } from './tables.ts';

export type Policy = Readonly<PolicyRow>;

type Described = 'id' | 'name' | 'name_key' | 'path' | 'description' | 'default_version' | 'created_at' | 'updated_at';

/** A customer's policy or one of AWS's. */
export interface ManagedPolicy extends Pick<Policy, Described> {
  readonly arn: string;
  /** A customer's, as it is stored. */
  readonly row?: Policy;
  /** AWS's: the document. */
  readonly document?: string;
}

export type PolicyVersion = Pick<PolicyVersionRow, 'number' | 'document' | 'created_at'>;

export type NewPolicy = Omit<PolicyRow, 'name_key' | 'version' | 'default_version' | 'last_version'>;

/** What can be changed of a policy. */
export type PolicyChanges = Partial<Pick<PolicyRow, 'default_version' | 'last_version' | 'updated_at'>>;

export const versionId = (number: number): string => `v${number}`;

/** With the characters that IAM's model allows in paths and names. */
const MANAGED_ARN = /^arn:(aws[a-z-]*):iam::(aws|\d{12}):policy\/(?:[!-~]*\/)?([\w+=,.@-]+)$/;

export class ManagedPolicies {
  readonly #store: Store<IamTables>;
  readonly #partition: string;
  readonly #changed: () => void;
  /** In order of their names. */
  readonly #awsManaged: readonly ManagedPolicy[];

  /** @param changed runs after each committed change of what a policy allows */
  constructor(store: Store<IamTables>, partition: string, changed: () => void) {
    this.#store = store;
    this.#partition = partition;
    this.#changed = changed;
    const awsManaged = AWS_MANAGED_POLICIES.map((policy) => this.#ofAws(policy));
    this.#awsManaged = awsManaged.sort((a, b) => (a.name_key < b.name_key ? -1 : 1));
  }

  /** `arn:aws:iam::111122223333:policy/division/NAME` */
  arnOf({ account, path, name }: Pick<Policy, 'account' | 'path' | 'name'>): string {
    return `arn:${this.#partition}:iam::${account}:policy${path}${name}`;
  }

  /** Account, or `aws`; `undefined` for what is no ARN of a managed policy. */
  ownerOf(arn: string): string | undefined {
    const [, partition, owner] = MANAGED_ARN.exec(arn) ?? [];
    return partition === this.#partition ? owner : undefined;
  }

  /** A customer's policy or one of AWS's that has this very ARN. */
  async lookup(arn: string): Promise<ManagedPolicy | undefined> {
    const row = await this.find(arn);
    return row ? this.ofRow(row) : this.awsManaged(arn);
  }

  /** A customer managed policy that has this very ARN. */
  async find(arn: string): Promise<Policy | undefined> {
    const [, , account, name] = MANAGED_ARN.exec(arn) ?? [];
    if (account === undefined || account === 'aws' || name === undefined) return undefined;
    const row = await this.named(account, name);
    return row && this.arnOf(row) === arn ? row : undefined;
  }

  /** The policy that leaves no place for another of this name: names that differ by case alone are the same here. */
  async named(account: string, name: string): Promise<Policy | undefined> {
    return this.#store.db
      .selectFrom('iam_policies')
      .selectAll()
      .where('account', '=', account)
      .where('name_key', '=', nameKey(name))
      .executeTakeFirst();
  }

  async count(account: string): Promise<number> {
    const row = await this.#store.db
      .selectFrom('iam_policies')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('account', '=', account)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** The JSON text of the default version, of a customer's policy or AWS's. */
  async documentOf(arn: string): Promise<string | undefined> {
    const policy = await this.lookup(arn);
    const versions = policy ? await this.versions(policy) : [];
    return versions.find(({ number }) => number === policy?.default_version)?.document;
  }

  /** The newest first. */
  async versions({ id, document, created_at }: ManagedPolicy): Promise<PolicyVersion[]> {
    if (document !== undefined) return [{ number: 1, document, created_at }];
    const rows = this.#store.db.selectFrom('iam_policy_versions').selectAll().where('policy_id', '=', id);
    return rows.orderBy('number', 'desc').execute();
  }

  /** By an ARN of any partition: what was stored under another one stays in force when the server's region changes. */
  awsManaged(arn: string): ManagedPolicy | undefined {
    const here = arn.replace(/^arn:aws[a-z-]*:/, `arn:${this.#partition}:`);
    return this.#awsManaged.find((policy) => policy.arn === here);
  }

  /** In order of `name_key`, after `after`. */
  listAwsManaged(pathPrefix: string, after: string): readonly ManagedPolicy[] {
    return this.#awsManaged.filter(({ path, name_key }) => path.startsWith(pathPrefix) && name_key > after);
  }

  /** With its first version. A name that is taken by then makes the unit a `WriteConflict`. */
  insert(unit: Unit, row: NewPolicy, document: string): Policy {
    const policy = { ...row, name_key: nameKey(row.name), default_version: 1, last_version: 1, version: 1 };
    unit.write(this.#store.db.insertInto('iam_policies').values(policy), 1);
    this.insertVersion(unit, policy, { number: 1, document, created_at: row.created_at });
    unit.afterCommit(this.#changed);
    return policy;
  }

  /** The policy must be `change`d in the same unit, or inserted. */
  insertVersion(unit: Unit, { id }: Policy, version: PolicyVersion): void {
    unit.write(this.#store.db.insertInto('iam_policy_versions').values({ policy_id: id, ...version }), 1);
  }

  /** The policy must be `change`d in the same unit. */
  removeVersion(unit: Unit, { id }: Policy, number: number): void {
    const ofPolicy = this.#store.db.deleteFrom('iam_policy_versions').where('policy_id', '=', id);
    unit.write(ofPolicy.where('number', '=', number), 1);
  }

  /**
   * Writes the changes; with none it only says that something changed which hangs on the policy, or that it was put to
   * use. Every unit that does so must do this, once: then the policy is not deleted at the same time.
   */
  change(unit: Unit, policy: Policy, changes: PolicyChanges = {}): void {
    const update = this.#store.db
      .updateTable('iam_policies')
      .set({ ...changes, version: policy.version + 1 })
      .where('id', '=', policy.id)
      .where('version', '=', policy.version);
    unit.write(update, 1);
    if (changes.default_version !== undefined) unit.afterCommit(this.#changed);
  }

  remove(unit: Unit, { id, version }: Policy): void {
    unit.write(this.#store.db.deleteFrom('iam_policies').where('id', '=', id).where('version', '=', version), 1);
    unit.write(this.#store.db.deleteFrom('iam_policy_versions').where('policy_id', '=', id));
    unit.write(this.#store.db.deleteFrom('iam_tags').where('resource_id', '=', id));
    unit.afterCommit(this.#changed);
  }

  ofRow(row: Policy): ManagedPolicy {
    return { ...row, arn: this.arnOf(row), row };
  }

  #ofAws(policy: AwsManagedPolicy): ManagedPolicy {
    const arn = this.arnOf({ account: 'aws', ...policy });
    const dates = { created_at: AWS_MANAGED_SINCE, updated_at: AWS_MANAGED_SINCE };
    return { ...policy, ...dates, id: awsPolicyId(arn), arn, name_key: nameKey(policy.name), default_version: 1 };
  }
}
