/**
 * Identities of a seed file. What is there already is left as it is, so applying a seed twice changes nothing. Each
 * account is one unit; trust policies come afterwards, as they may name users and roles of all accounts of the file.
 */
import { UsageError } from '../../base/errors.ts';
import type { SeedAccount, SeedHolder, SeedPolicy, SeedRole, SeedText, SeedTexts, SeedUser } from '../../base/seed.ts';
import { Unit } from '../../base/unit.ts';
import type { Entity } from './entities.ts';
import type { Iam, PolicyTools } from './iam.ts';
import { newEntityId } from './ids.ts';
import type { EntityKind, EntityRow } from './tables.ts';
import { insertTags } from './tags.ts';

/** Of a role until its own is in place; known again by its text, should that have failed the first time. */
const NOBODY_YET = '{"Version":"2012-10-17","Statement":[{"Sid":"NotSeededYet","Effect":"Deny","Principal":"*","Action":"sts:*"}]}';

/** @param accounts that exist @throws UsageError with the place in the file */
export async function seedIdentities(iam: Iam, accounts: readonly SeedAccount[], now: number): Promise<void> {
  for (const account of accounts) checkDocuments(iam.tools, account);
  const units: Unit[] = [];
  for (const account of accounts) units.push(await new AccountSeed(iam, account, now).make());
  for (const account of units) await commit(iam, account);
  const trust = new Unit();
  for (const { id, roles } of accounts) {
    for (const role of roles) await setTrustPolicy(iam, trust, id, role);
  }
  await commit(iam, trust);
}

async function commit(iam: Iam, unit: Unit): Promise<void> {
  if (unit.writes.length > 0) await iam.store.commit(unit);
}

const failAt = (at: string, message: string): never => {
  throw new UsageError(`${at}: ${message}`);
};

/** Grammar is judged before anything is made. */
function checkDocuments(tools: PolicyTools, { policies, groups, users, roles }: SeedAccount): void {
  const inline = [...groups, ...users, ...roles].flatMap((holder) => holder.inline);
  for (const { document } of [...policies, ...inline]) checkDocument(tools, document, 'identity');
  for (const { trustPolicy } of roles) checkDocument(tools, trustPolicy, 'trust');
}

function checkDocument(tools: PolicyTools, { at, text }: SeedText, kind: 'identity' | 'trust'): void {
  const problem = tools.problemOf(text, kind);
  if (problem !== undefined) failAt(at, problem);
}

async function setTrustPolicy(iam: Iam, unit: Unit, account: string, { name, trustPolicy }: SeedRole): Promise<void> {
  const role = await iam.entities.find(account, 'role', name);
  if (role?.trust_policy !== NOBODY_YET) return;
  const stored = await iam.principals.stored(trustPolicy.text);
  if (typeof stored !== 'string') return failAt(trustPolicy.at, `there is no principal ${stored.unknown}`);
  iam.entities.change(unit, role, { trust_policy: stored });
}

const NOTHING: Pick<EntityRow, 'boundary' | 'trust_policy' | 'description' | 'max_session_seconds'> = {
  boundary: null,
  trust_policy: null,
  description: null,
  max_session_seconds: null,
};

/** The unit of one account, with the names that things made earlier in it are known by. */
class AccountSeed {
  readonly #iam: Iam;
  readonly #account: SeedAccount;
  readonly #now: number;
  readonly #unit = new Unit();
  /** ARNs by name. */
  readonly #policies = new Map<string, string>();
  readonly #groups = new Map<string, { readonly id: string; readonly present: Entity | undefined }>();
  readonly #joined = new Set<Entity>();

  constructor(iam: Iam, account: SeedAccount, now: number) {
    this.#iam = iam;
    this.#account = account;
    this.#now = now;
  }

  async make(): Promise<Unit> {
    const { policies, groups, users, roles } = this.#account;
    for (const policy of policies) this.#policies.set(policy.name, await this.#policy(policy));
    for (const group of groups) await this.#group(group);
    for (const user of users) await this.#user(user);
    for (const role of roles) await this.#role(role);
    await this.#oidcProviders();
    for (const group of this.#joined) this.#iam.entities.change(this.#unit, group);
    return this.#unit;
  }

  /** @returns its ARN */
  async #policy({ at, name, path, description, document }: SeedPolicy): Promise<string> {
    const { managed } = this.#iam;
    const account = this.#account.id;
    const present = await managed.named(account, name);
    if (present) return managed.arnOf(sameName(present, name, at));
    const times = { created_at: this.#now, updated_at: this.#now };
    const row = { id: newEntityId('policy'), account, name, path, description, ...times };
    return managed.arnOf(managed.insert(this.#unit, row, document.text));
  }

  async #group(group: SeedHolder): Promise<void> {
    const present = await this.#present('group', group);
    this.#groups.set(group.name, { id: present?.id ?? (await this.#entity('group', group)), present });
  }

  async #user(user: SeedUser): Promise<void> {
    if (await this.#present('user', user)) return;
    const id = await this.#entity('user', user, { boundary: await this.#boundary(user) }, user.tags);
    for (const name of user.groups) {
      const group = this.#groups.get(name)!;
      this.#unit.write(this.#iam.store.db.insertInto('iam_memberships').values({ user_id: id, group_id: group.id }), 1);
      if (group.present) this.#joined.add(group.present);
    }
    for (const { at, ...key } of user.accessKeys) {
      if (await this.#iam.accessKeys.row(key.accessKeyId)) failAt(at, `access key ${key.accessKeyId} is there already, of another user`);
      this.#iam.accessKeys.insert(this.#unit, { id, account: this.#account.id }, this.#now, key);
    }
  }

  async #role(role: SeedRole): Promise<void> {
    if (await this.#present('role', role)) return;
    const own = {
      boundary: await this.#boundary(role),
      trust_policy: NOBODY_YET,
      description: role.description ?? null,
      max_session_seconds: role.maxSessionSeconds,
    };
    await this.#entity('role', role, own, role.tags);
  }

  async #present(kind: EntityKind, { at, name }: SeedHolder): Promise<Entity | undefined> {
    const present = await this.#iam.entities.named(this.#account.id, kind, name);
    return present && sameName(present, name, at);
  }

  /** A new entity with the policies that hang on it. @returns its unique id */
  async #entity(kind: EntityKind, holder: SeedHolder, own: Partial<EntityRow> = {}, tags: SeedTexts = {}): Promise<string> {
    const { entities, store } = this.#iam;
    const id = newEntityId(kind);
    const { name, path } = holder;
    entities.insert(this.#unit, { id, account: this.#account.id, kind, name, path, created_at: this.#now, ...NOTHING, ...own });
    insertTags(this.#iam, this.#unit, id, Object.entries(tags).map(([Key, Value]) => ({ Key, Value })));
    for (const { name: policy, document } of holder.inline) {
      const row = { entity_id: id, name: policy, document: document.text };
      this.#unit.write(store.db.insertInto('iam_inline_policies').values(row), 1);
    }
    const attached = new Set<string>();
    for (const policy of holder.policies) attached.add(await this.#arnOf(policy));
    for (const policy_arn of attached) {
      this.#unit.write(store.db.insertInto('iam_attachments').values({ entity_id: id, policy_arn }), 1);
    }
    return id;
  }

  async #boundary({ boundary }: SeedUser | SeedRole): Promise<string | null> {
    return boundary ? this.#arnOf(boundary) : null;
  }

  async #arnOf({ at, text }: SeedText): Promise<string> {
    const { managed } = this.#iam;
    const arn = this.#policies.get(text) ?? text;
    const known = [...this.#policies.values()].includes(arn) || (await managed.lookup(arn)) !== undefined;
    return known ? arn : failAt(at, `there is no policy ${arn}`);
  }

  async #oidcProviders(): Promise<void> {
    const account = this.#account.id;
    for (const { url: given, clientIds, thumbprints } of this.#account.oidcProviders) {
      const url = given.replace('https://', '');
      if (await this.#iam.oidcProviders.find(account, url)) continue;
      this.#iam.oidcProviders.insert(this.#unit, { account, url, clientIds, thumbprints, createdAt: this.#now });
    }
  }
}

/** Names that differ by case alone cannot both exist. @throws UsageError */
const sameName = <Present extends { readonly name: string }>(present: Present, name: string, at: string): Present =>
  present.name === name ? present : failAt(at, `${present.name} is there already, and ${name} differs from it by case alone`);
