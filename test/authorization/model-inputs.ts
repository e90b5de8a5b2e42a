/** Inputs that a model accepts, made from the model: required members, and those that are asked for by name. */
import type { ServiceModel, Shape } from '../../src/base/api-model.ts';

/** Values by the name of the member; anything else is made up by its shape. */
export type Values = { readonly [member: string]: (() => unknown) | undefined };

const TEXTS = [
  'sample', '/', '000000000000', 'alias/sample', 'arn:aws:iam::000000000000:sample/sample', '000000', 'us-east-1', 'RS256',
  '00000000-0000-4000-8000-000000000000', 'sample.amazonaws.com', 'o-aaaaaaaaaa/r-aaaa/', 'a'.repeat(40), 'A'.repeat(1_000),
  'mw-0123456789abcdef0', 'mi-0123456789abcdef0', 'oi-0123456789ab', 'arn:aws:ssm:us-east-1:000000000000:opsmetadata/sample',
  'Custom:sample', '1.0', '1', '2026-01-01T00:00:00Z', 'arn:aws:config:us-east-1:000000000000:connector/sample',
];

/** @param optional members that are to be there as well */
export async function inputFor(model: ServiceModel, operation: string, values: Values, optional: readonly string[] = []): Promise<object> {
  const input = model.operations[operation]!.input;
  return input === undefined ? {} : structure(model, model.shapes[input.shape]!, values, optional);
}

async function structure(model: ServiceModel, shape: Shape, values: Values, optional: readonly string[]): Promise<object> {
  const members = Object.entries(shape.members ?? {});
  const wanted = members.filter(([name]) => shape.required?.includes(name) || optional.includes(name));
  const made: { [name: string]: unknown } = {};
  for (const [name, { shape: of }] of wanted) made[name] = (await values[name]?.()) ?? (await value(model, of, values));
  return made;
}

async function value(model: ServiceModel, name: string, values: Values): Promise<unknown> {
  const shape = model.shapes[name]!;
  switch (shape.type) {
    case 'structure':
      // A form cannot say that a structure is there and empty.
      return structure(model, shape, values, Object.keys(shape.members ?? {}).slice(0, 1));
    case 'list':
      return [await value(model, shape.member!.shape, values)];
    case 'map':
      return { [String(await value(model, shape.key!.shape, values))]: await value(model, shape.value!.shape, values) };
    case 'blob':
      return Buffer.alloc(Math.max(1, shape.min ?? 1));
    case 'timestamp':
      return new Date(0);
    case 'boolean':
      return false;
    case 'string':
      return text(name, shape);
    default:
      return shape.min ?? 1;
  }
}

function text(name: string, shape: Shape): string {
  if (shape.enum) return shape.enum[0]!;
  // Some patterns escape what Unicode expressions want as it is.
  const pattern = new RegExp(`^(?:${shape.pattern ?? '[\\s\\S]*'})$`, shape.pattern?.includes('\\p{') ? 'u' : '');
  const found = TEXTS.find((candidate) => candidate.length >= (shape.min ?? 0) && candidate.length <= (shape.max ?? Infinity) && pattern.test(candidate));
  if (found === undefined) throw new Error(`no sample text for shape ${name}`);
  return found;
}
