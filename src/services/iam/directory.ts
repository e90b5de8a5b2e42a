/**
 * Who is who, and which policies hang on them: what authorization and other services read of IAM. The answers are kept
 * ready; they are true because this process is the only writer, and every committed change makes the directory forget.
 */
import type { AttachedPolicies } from '../../base/attached-policies.ts';
import type { Caller, Session } from '../../base/caller.ts';
import { LruMap } from '../../base/lru.ts';
import type { PolicyText } from '../../base/operation.ts';
import { whenThere } from '../../base/when-there.ts';
import type { Store } from '../../store/contract.ts';
import type { Entities, Entity } from './entities.ts';
import type { ManagedPolicies } from './managed-policies.ts';
import { groupsOf } from './memberships.ts';
import type { IamTables } from './tables.ts';

/** A user or role, with all that authorization needs of it. */
export interface Identity {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly attached: AttachedPolicies;
}

/** Users and roles that are kept ready. */
const CACHED_MAX = 50_000;
/** Texts of policies that are shared by those who have them, so that each is compiled once. */
const TEXTS_MAX = 10_000;

const NOTHING: AttachedPolicies = { identity: [] };
/** In place of a boundary or session policy that is gone. */
const NOTHING_ALLOWED = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}';

export class Directory {
  readonly #store: Store<IamTables>;
  readonly #entities: Entities;
  readonly #managed: ManagedPolicies;
  readonly #identities = new LruMap<Identity>(CACHED_MAX);
  readonly #texts = new LruMap<PolicyText>(TEXTS_MAX);
  /** What hangs on the session alone, together with what hung on its origin then. */
  #sessions = new WeakMap<Session, { readonly origin: AttachedPolicies; readonly attached: AttachedPolicies }>();
  /** Counts the forgotten: what was read before a change must not enter the cache after it. */
  #changes = 0;

  constructor(store: Store<IamTables>, entities: Entities, managed: ManagedPolicies) {
    this.#store = store;
    this.#entities = entities;
    this.#managed = managed;
  }

  attachedTo(caller: Caller): AttachedPolicies | Promise<AttachedPolicies> {
    const { principal, session } = caller;
    if (principal.type === 'anonymous' || principal.type === 'service') return NOTHING;
    if (principal.origin.id === principal.account) return this.#ofSession(session, NOTHING);
    return whenThere(this.identity(principal.origin.id), (found) => this.#ofSession(session, found?.attached ?? NOTHING));
  }

  /** A user or role by its unique id; `undefined` when it is gone. */
  identity(id: string): Identity | undefined | Promise<Identity | undefined> {
    return this.#identities.get(id, 0) ?? this.#load(id);
  }

  /** The unique id of the user or role that has this ARN now. */
  async idOf(arn: string): Promise<string | undefined> {
    const [, , , , account, ...rest] = arn.split(':');
    const [kind] = rest.join(':').split('/', 1);
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    if ((kind !== 'user' && kind !== 'role') || account === undefined || name === '') return undefined;
    const entity = await this.#entities.find(account, kind, name);
    return entity && this.#entities.arnOf(entity) === arn ? entity.id : undefined;
  }

  /** Must follow every committed change of a user or role, or of what hangs on it alone. */
  forget(id: string): void {
    this.#changes++;
    this.#identities.delete(id);
  }

  /** Must follow every committed change of a group or of a managed policy. */
  clear(): void {
    this.#changes++;
    this.#identities.clear();
    this.#sessions = new WeakMap();
  }

  /** One object for each text that there is. @param name for messages and the simulator */
  textOf(name: string, text: string): PolicyText {
    const key = `${name}\n${text}`;
    const known = this.#texts.get(key, 0);
    if (known) return known;
    const policy = { name, text };
    this.#texts.set(key, policy, 0);
    return policy;
  }

  #ofSession(session: Session | undefined, origin: AttachedPolicies): AttachedPolicies | Promise<AttachedPolicies> {
    if (!session || (!session.policy && session.policyArns.length === 0 && session.tags.length === 0)) return origin;
    const known = this.#sessions.get(session);
    if (known?.origin === origin) return known.attached;
    return this.#loadSession(session, origin);
  }

  async #loadSession(session: Session, origin: AttachedPolicies): Promise<AttachedPolicies> {
    const changes = this.#changes;
    const managed = await Promise.all(session.policyArns.map((arn) => this.#managedText(arn)));
    const policies = session.policy ? [session.policy, ...managed] : managed;
    const tags = new Map([...(origin.tags ?? []), ...session.tags.map(({ key, value }) => [key.toLowerCase(), value] as const)]);
    const attached = { ...origin, session: policies.length > 0 ? policies : undefined, tags };
    if (changes === this.#changes) this.#sessions.set(session, { origin, attached });
    return attached;
  }

  async #load(id: string): Promise<Identity | undefined> {
    const changes = this.#changes;
    const entity = await this.#entities.byId(id);
    if (!entity || entity.kind === 'group') return undefined;
    const identity = { id, arn: this.#entities.arnOf(entity), account: entity.account, attached: await this.#attached(entity) };
    if (changes === this.#changes) this.#identities.set(id, identity, 0);
    return identity;
  }

  async #attached(entity: Entity): Promise<AttachedPolicies> {
    const holders = [entity, ...(entity.kind === 'user' ? await groupsOf(this.#store, entity) : [])];
    const identity: PolicyText[] = [];
    for (const holder of holders) identity.push(...(await this.policiesOf(holder)));
    const tags = await this.#store.db.selectFrom('iam_tags').selectAll().where('resource_id', '=', entity.id).execute();
    return {
      identity,
      boundary: entity.boundary === null ? undefined : await this.#managedText(entity.boundary),
      tags: new Map(tags.map((tag) => [tag.tag_key, tag.value])),
    };
  }

  /** Of a user without its groups, a role or a group: inline policies as `user_NAME_POLICY`, managed ones by their ARNs. */
  async policiesOf({ id, kind, name }: Entity): Promise<PolicyText[]> {
    const inline = await this.#store.db
      .selectFrom('iam_inline_policies')
      .selectAll()
      .where('entity_id', '=', id)
      .orderBy('name')
      .execute();
    const attachments = await this.#store.db
      .selectFrom('iam_attachments')
      .select('policy_arn')
      .where('entity_id', '=', id)
      .orderBy('policy_arn')
      .execute();
    const managed = await Promise.all(attachments.map((attachment) => this.#managedText(attachment.policy_arn)));
    return [...inline.map((policy) => this.textOf(`${kind}_${name}_${policy.name}`, policy.document)), ...managed];
  }

  async #managedText(arn: string): Promise<PolicyText> {
    return this.textOf(arn, (await this.#managed.documentOf(arn)) ?? NOTHING_ALLOWED);
  }
}
