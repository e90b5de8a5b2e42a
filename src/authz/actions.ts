/** `Action` and `NotAction`: `*`, or `service:Name` with wildcards in the name. The case of letters does not matter. */
import { refuse } from './nodes.ts';
import { compileTokens, type Matcher, patternTokens } from './wildcard.ts';

/** What IAM says of actions and condition keys that do not name a service. */
export const WITHOUT_VENDOR = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';

const ACTION = /^[a-z0-9-]+:[a-z0-9*?_-]+$/;

export class Actions {
  readonly #except: boolean;
  readonly #names = new Set<string>();
  readonly #patterns: readonly Matcher[];

  /** @param except for `NotAction`. @throws PolicyError for what cannot be an action */
  constructor(values: readonly string[], except: boolean) {
    this.#except = except;
    const wild: Matcher[] = [];
    for (const value of values) {
      const action = value.toLowerCase();
      if (action !== '*' && !ACTION.test(action)) refuse(action.includes(':') ? `This is no action: ${value}` : WITHOUT_VENDOR);
      if (/[*?]/.test(action)) wild.push(compileTokens(patternTokens(action)));
      else this.#names.add(action);
    }
    this.#patterns = wild;
  }

  /** @param action in lower case */
  match(action: string): boolean {
    return (this.#names.has(action) || this.#fitsPattern(action)) !== this.#except;
  }

  #fitsPattern(action: string): boolean {
    for (const pattern of this.#patterns) if (pattern(action)) return true;
    return false;
  }
}
