/**
 * Requests and answers as CloudTrail logs them: members by their names with the first letter lower, maps with the keys
 * that callers gave them, times as English text. Blobs are left out, and so are values that the API model calls
 * sensitive (or a mask stands for them): what is secret never gets as far as a record.
 */
import type { ServiceModel, Shape } from '../../base/api-model.ts';
import { shapeOf } from '../../base/api-model.ts';
import { ShapeCompiler } from '../../base/shape-compiler.ts';
import { englishTime } from './times.ts';

export interface Secrecy {
  /** Names of members that are left out wherever they stand: what the model does not call sensitive. */
  readonly never?: readonly string[] | undefined;
  /** Stands for sensitive values: `HIDDEN_DUE_TO_SECURITY_REASONS`. Absent: they are left out. */
  readonly mask?: string | undefined;
}

/** A value as it is logged. */
export type Logger = (value: unknown) => unknown;

export type LoggedMembers = { readonly [name: string]: unknown };

const AS_IS: Logger = (value) => value;

export class LoggedValues extends ShapeCompiler<Logger> {
  readonly #never: ReadonlySet<string>;
  readonly #mask: string | undefined;

  constructor(model: ServiceModel, { never = [], mask }: Secrecy) {
    super(model);
    this.#never = new Set(never);
    this.#mask = mask;
  }

  protected override build(shape: Shape): Logger {
    if (shape.sensitive) return () => this.#mask;
    switch (shape.type) {
      case 'structure':
        return this.#structure(shape);
      case 'list':
        return this.#list(shape);
      case 'map':
        return this.#map(shape);
      case 'timestamp':
        return (value) => englishTime(value as number);
      default:
        return AS_IS;
    }
  }

  #structure(shape: Shape): Logger {
    const members = Object.entries(shape.members ?? {})
      .filter(([name, reference]) => !this.#never.has(name) && this.#isLogged(reference.shape))
      .map(([name, reference]) => ({ name, logged: loggedName(name), log: this.of(reference.shape) }));
    return (value) => {
      const given = value as { readonly [name: string]: unknown };
      const result: { [name: string]: unknown } = {};
      for (const { name, logged, log } of members) {
        const member = given[name];
        if (member !== undefined) result[logged] = log(member);
      }
      return result;
    };
  }

  #list({ member }: Shape): Logger {
    if (!this.#isLogged(member!.shape)) return () => [];
    const log = this.of(member!.shape);
    return log === AS_IS ? AS_IS : (value) => (value as readonly unknown[]).map((item) => log(item));
  }

  #map({ value: reference }: Shape): Logger {
    if (!this.#isLogged(reference!.shape)) return () => ({});
    const log = this.of(reference!.shape);
    if (log === AS_IS) return AS_IS;
    return (value) => Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, log(item)]));
  }

  #isLogged(name: string): boolean {
    const { type, sensitive } = shapeOf(this.model, name);
    return sensitive ? this.#mask !== undefined : type !== 'blob';
  }
}

/** `KeyId` is `keyId`, `AWSAccountId` is `aWSAccountId`. */
const loggedName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
