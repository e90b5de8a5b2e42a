/**
 * Request values by the model: JSON values in, typed values out, compiled once per shape at start.
 *
 * Two kinds of mistakes are told apart, as AWS does: a value of the wrong JSON type ends the decoding with
 * `SerializationException`; a value of the right type that breaks a constraint is collected, and all of them
 * come back in one `ValidationException`.
 *
 * Inside Trent a blob is a `Buffer` and a timestamp a number of milliseconds since 1970.
 */
import { type Constraint, constraintsOf } from './constraints.ts';
import type { Shape } from '../base/api-model.ts';
import { serializationFault, validationFault } from './faults.ts';
import { ShapeCompiler } from '../base/shape-compiler.ts';

/** `path` is AWS's: lower camel case, list members as `tags.1.member.tagKey`. */
export type Decoder = (value: unknown, path: string, problems: string[]) => unknown;

export class Decoders extends ShapeCompiler<Decoder> {
  protected override build(shape: Shape): Decoder {
    switch (shape.type) {
      case 'structure':
        return this.#structure(shape);
      case 'list':
        return this.#list(shape);
      case 'map':
        return this.#map(shape);
      default:
        return scalar(shape);
    }
  }

  #structure(shape: Shape): Decoder {
    const required = new Set(shape.required ?? []);
    const members = Object.entries(shape.members ?? {}).map(([name, reference]) => ({
      name,
      field: lowerCamel(name),
      required: required.has(name),
      decode: this.of(reference.shape),
    }));
    return (value, path, problems) => {
      if (!isObject(value)) throw serializationFault(value, 'Structure');
      const result: Record<string, unknown> = {};
      for (const member of members) {
        const raw = value[member.name];
        if (raw !== undefined && raw !== null) {
          result[member.name] = member.decode(raw, path === '' ? member.field : `${path}.${member.field}`, problems);
        } else if (member.required) {
          const at = path === '' ? member.field : `${path}.${member.field}`;
          collect(problems, `Value null at '${at}' failed to satisfy constraint: Member must not be null`);
        }
      }
      return result;
    };
  }

  #list(shape: Shape): Decoder {
    const member = this.of(shape.member!.shape);
    const constraints = constraintsOf(shape);
    return (value, path, problems) => {
      if (!Array.isArray(value)) throw serializationFault(value, 'List');
      check(constraints, value, path, problems);
      return value.map((item, index) => {
        if (item === null) throw serializationFault(item, 'List member');
        return member(item, `${path}.${index + 1}.member`, problems);
      });
    };
  }

  #map(shape: Shape): Decoder {
    const key = this.of(shape.key!.shape);
    const item = this.of(shape.value!.shape);
    const constraints = constraintsOf(shape);
    return (value, path, problems) => {
      if (!isObject(value)) throw serializationFault(value, 'Map');
      check(constraints, value, path, problems);
      const result = Object.create(null) as Record<string, unknown>;
      for (const name of Object.keys(value)) {
        const raw = value[name];
        if (raw === null) throw serializationFault(raw, 'Map value');
        key(name, `${path}.key`, problems);
        result[name] = item(raw, `${path}.${name}.member`, problems);
      }
      return result;
    };
  }
}

function scalar(shape: Shape): Decoder {
  const constraints = constraintsOf(shape);
  const convert = CONVERSIONS[shape.type as ScalarType];
  if (constraints.length === 0) return (value) => convert(value);
  return (value, path, problems) => {
    const converted = convert(value);
    check(constraints, converted, path, problems);
    return converted;
  };
}

function check(constraints: readonly Constraint[], value: unknown, path: string, problems: string[]): void {
  for (const constraint of constraints) {
    if (constraint.holds(value)) continue;
    const shown = constraint.showsValue ? ` '${String(value)}'` : '';
    collect(problems, `Value${shown} at '${path}' failed to satisfy constraint: ${constraint.text}`);
  }
}

/** More than any honest request breaks. A list of small members could otherwise draw an answer 60 times its own size. */
const PROBLEMS_MAX = 100;

function collect(problems: string[], problem: string): void {
  problems.push(problem);
  if (problems.length === PROBLEMS_MAX) throw validationFault(problems);
}

type ScalarType = Exclude<Shape['type'], 'structure' | 'list' | 'map'>;

const CONVERSIONS: { readonly [T in ScalarType]: (value: unknown) => unknown } = {
  string: (value) => {
    if (typeof value !== 'string') throw serializationFault(value, 'String');
    return value;
  },
  boolean: (value) => {
    if (typeof value !== 'boolean') throw serializationFault(value, 'Boolean');
    return value;
  },
  integer: wholeNumber(-2_147_483_648, 2_147_483_647, 'Integer'),
  long: wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'Long'),
  double: anyNumber,
  float: anyNumber,
  blob: (value) => {
    if (typeof value !== 'string') throw serializationFault(value, 'Blob');
    return decodeBase64(value);
  },
  timestamp: (value) => Math.round((anyNumber(value) as number) * 1_000),
};

function wholeNumber(least: number, most: number, type: string): (value: unknown) => unknown {
  return (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      throw serializationFault(value, type);
    }
    return value;
  };
}

function anyNumber(value: unknown): unknown {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw serializationFault(value, 'Number');
  return value;
}

/**
 * RFC 4648 section 4, with padding. Node's decoder skips what it does not know, so the length it must have
 * gives a foreign character away; only the URL-safe letters, which Node takes too, are looked for.
 */
function decodeBase64(text: string): Buffer {
  const { length } = text;
  if (length % 4 !== 0 || text.includes('-') || text.includes('_')) throw serializationFault(text, 'Blob');
  const bytes = Buffer.from(text, 'base64');
  const padding = length === 0 || text[length - 1] !== '=' ? 0 : text[length - 2] === '=' ? 2 : 1;
  if (bytes.length !== (length / 4) * 3 - padding) throw serializationFault(text, 'Blob');
  return bytes;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const lowerCamel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
