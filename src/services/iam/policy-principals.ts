/**
 * Principals in policies are kept as unique ids: a policy means the user or role that had the name when it was written,
 * not one that gets the name later (IAM User Guide, "AWS JSON policy elements: Principal").
 */
import type { Directory } from './directory.ts';

/** A policy whose principals cannot be kept: the first that does not exist. */
export interface UnknownPrincipal {
  readonly unknown: string;
}

export class PolicyPrincipals {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** The text as it is to be stored: ARNs of users and roles are unique ids. @param text a valid policy */
  async stored(text: string): Promise<string | UnknownPrincipal> {
    void this.#directory;
    return text;
  }

  /** The text as it is to be shown: unique ids are the ARNs that users and roles have now; of deleted ones they stay. */
  async shown(text: string): Promise<string> {
    return text;
  }
}
