/** One request, as the statements of all its policies are asked about it. */
import type { AuthorizationRequest, ContextValue, PrincipalFacts } from './contract.ts';

export class Question {
  readonly action: string;
  readonly resource: string;
  readonly principal: PrincipalFacts;
  readonly #request: AuthorizationRequest;
  #missing: Map<string, string> | undefined;

  constructor(request: AuthorizationRequest) {
    this.#request = request;
    this.action = request.action;
    this.resource = request.resource;
    this.principal = request.principal;
  }

  /** @param key in lower case. @param name as the policy has it. A key without any value counts as absent. */
  value(key: string, name: string): ContextValue | undefined {
    const value = this.#request.context(key);
    if (value !== undefined && (typeof value === 'string' || value.length > 0)) return value;
    this.#missing ??= new Map();
    if (!this.#missing.has(key)) this.#missing.set(key, name);
    return undefined;
  }

  /** Keys that were asked for in vain, as the policy that asked first has them. */
  get missing(): readonly string[] {
    return this.#missing ? [...this.#missing.values()] : [];
  }
}
