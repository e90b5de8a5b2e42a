/**
 * Principals in policies and grants are kept as unique ids: a policy means the user or role that had the name when it
 * was written, not one that gets the name later (IAM User Guide, "AWS JSON policy elements: Principal").
 */
import { type Arn, parseArn } from '../../base/arn.ts';
import type { Accounts } from './accounts.ts';
import type { Directory } from './directory.ts';
import type { Entities } from './entities.ts';

/** A policy whose principals cannot be kept: the first that does not exist. */
export interface UnknownPrincipal {
  readonly unknown: string;
}

export interface PrincipalParts {
  readonly directory: Directory;
  readonly entities: Entities;
  readonly accounts: Accounts;
  /** The policy text with its AWS principals replaced; authz/ is behind it. */
  readonly rewrite: (text: string, replace: (principal: string) => string) => string;
  /** In an emulator any 12 digits are an account: what is said of one that nobody made is taken as it is written. */
  readonly anyAccount: boolean;
}

const UNIQUE_ID = /^(?:AIDA|AROA)[A-Z0-9]+$/;

export class PolicyPrincipals {
  readonly #parts: PrincipalParts;

  constructor(parts: PrincipalParts) {
    this.#parts = parts;
  }

  /** The text as it is to be stored: ARNs of users and roles are unique ids. @param text a valid policy */
  async stored(text: string): Promise<string | UnknownPrincipal> {
    const ids = new Map<string, string>();
    for (const principal of this.#namedIn(text)) {
      const id = await this.storedOne(principal);
      if (id === undefined) return { unknown: principal };
      ids.set(principal, id);
    }
    return this.#parts.rewrite(text, (principal) => ids.get(principal)!);
  }

  /** The text as it is to be shown: unique ids are the ARNs that users and roles have now; of deleted ones they stay. */
  async shown(text: string): Promise<string> {
    const arns = new Map<string, string>();
    for (const principal of this.#namedIn(text)) arns.set(principal, await this.shownOne(principal));
    return this.#parts.rewrite(text, (principal) => arns.get(principal)!);
  }

  /**
   * One principal as it is to be stored; `undefined` when it does not exist. Federated users exist with their account.
   * @param principal of a valid form: `*`, 12 digits, an ARN or a unique id
   */
  async storedOne(principal: string): Promise<string | undefined> {
    if (principal === '*') return principal;
    if (UNIQUE_ID.test(principal)) return (await this.#arnOf(principal)) === undefined ? undefined : principal;
    const { directory, accounts, anyAccount } = this.#parts;
    const id = await directory.idOf(principal);
    if (id !== undefined) return id;
    const arn = parseArn(principal);
    if (!(await accounts.exists(arn?.account ?? principal))) return anyAccount ? principal : undefined;
    return !arn || (await this.#isThere(arn)) ? principal : undefined;
  }

  /** One principal as it is to be shown. */
  async shownOne(principal: string): Promise<string> {
    return (UNIQUE_ID.test(principal) ? await this.#arnOf(principal) : undefined) ?? principal;
  }

  /** Of an account that there is; users and roles that exist have been found already. */
  async #isThere({ account, resource }: Arn): Promise<boolean> {
    const [kind, name] = resource.split('/') as [string, string | undefined];
    if (kind !== 'assumed-role') return kind === 'root' || kind === 'federated-user';
    return (await this.#parts.entities.find(account, 'role', name ?? '')) !== undefined;
  }

  async #arnOf(id: string): Promise<string | undefined> {
    const entity = await this.#parts.entities.byId(id);
    return entity && this.#parts.entities.arnOf(entity);
  }

  #namedIn(text: string): ReadonlySet<string> {
    const named = new Set<string>();
    this.#parts.rewrite(text, (principal) => {
      named.add(principal);
      return principal;
    });
    return named;
  }
}
