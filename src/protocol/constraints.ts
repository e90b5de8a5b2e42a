/** The constraint traits of one shape as checks with AWS's words. */
import type { Shape } from '../base/api-model.ts';

export interface Constraint {
  holds(value: unknown): boolean;
  /** `Member must …`, as AWS writes it. */
  readonly text: string;
  /** Blobs, collections and secrets are not repeated to the client. */
  readonly showsValue: boolean;
}

type Sized = { readonly length: number };

/** The checks of a shape in the order in which AWS reports them. */
export function constraintsOf(shape: Shape): Constraint[] {
  const constraints: Constraint[] = [];
  const showsValue = (shape.type === 'string' || shape.type === 'integer' || shape.type === 'long') && !shape.sensitive;
  const add = (text: string, holds: (value: unknown) => boolean) => constraints.push({ text, holds, showsValue });
  if (shape.enum) addEnum(shape.enum, add);
  if (shape.pattern) addPattern(shape.pattern, add);
  if (shape.type === 'integer' || shape.type === 'long') addRange(shape, add);
  else addLength(shape, add);
  return constraints;
}

type Add = (text: string, holds: (value: unknown) => boolean) => void;

function addEnum(values: readonly string[], add: Add): void {
  const allowed = new Set<unknown>(values);
  add(`Member must satisfy enum value set: [${values.join(', ')}]`, (value) => allowed.has(value));
}

/**
 * AWS matches a pattern against the whole value, whether or not it is anchored. Classes such as `\p{L}` are known to
 * Unicode expressions alone; the others keep the looser syntax, since some patterns escape what need not be.
 */
function addPattern(pattern: string, add: Add): void {
  // Java's way to let a dot stand for line breaks, or to take letters in any case.
  const [, flag, bare] = /^(?:\(\?([si])\))?(.*)$/s.exec(pattern)!;
  const whole = new RegExp(`^(?:${bare})$`, (flag ?? '') + (pattern.includes('\\p{') ? 'u' : ''));
  add(`Member must satisfy regular expression pattern: ${pattern}`, (value) => whole.test(value as string));
}

function addRange(shape: Shape, add: Add): void {
  const { min, max } = shape;
  if (max !== undefined) add(`Member must have value less than or equal to ${max}`, (value) => (value as number) <= max);
  if (min !== undefined) {
    add(`Member must have value greater than or equal to ${min}`, (value) => (value as number) >= min);
  }
}

function addLength(shape: Shape, add: Add): void {
  const { min, max } = shape;
  const lengthOf =
    shape.type === 'map' ? (value: unknown) => Object.keys(value as object).length : (value: unknown) => (value as Sized).length;
  if (max !== undefined) add(`Member must have length less than or equal to ${max}`, (value) => lengthOf(value) <= max);
  if (min !== undefined && min > 0) {
    add(`Member must have length greater than or equal to ${min}`, (value) => lengthOf(value) >= min);
  }
}
