/**
 * From the tree of parameters to the values that AWS JSON would carry, guided by the model; the decoder of
 * `decode.ts` then checks and types them as it does for JSON. What the model does not know is left out.
 *
 *     structure   Name.Member=…
 *     list        Name.member.1=… Name.member.2=…      flattened: Name.1=…        empty: Name=
 *     map         Name.entry.1.key=… Name.entry.1.value=…    flattened: Name.1.key=…
 *     timestamp   2026-01-31T12:00:00Z (ISO 8601)
 *
 * `member`, `entry`, `key` and `value` may have other names in the model (`locationName`).
 */
import type { Shape, ShapeReference } from '../../base/api-model.ts';
import { shapeOf } from '../../base/api-model.ts';
import type { Parameter } from './form.ts';
import { malformedInput } from './query-faults.ts';
import { ShapeCompiler } from '../../base/shape-compiler.ts';

/** @throws Fault MalformedInput */
export type FormReader = (parameter: Parameter) => unknown;

export class FormReaders extends ShapeCompiler<FormReader> {
  protected override build(shape: Shape): FormReader {
    switch (shape.type) {
      case 'structure':
        return this.#structure(shape);
      case 'list':
        return this.#list(shape);
      case 'map':
        return this.#map(shape);
      default:
        return scalar(shape.type);
    }
  }

  #structure(shape: Shape): FormReader {
    const members = Object.entries(shape.members ?? {}).map(([name, reference]) => ({
      name,
      parameter: this.#wireName(name, reference),
      read: this.of(reference.shape),
    }));
    return (parameter) => {
      refuseText(parameter);
      const result: Record<string, unknown> = {};
      for (const member of members) {
        const found = parameter.members.get(member.parameter);
        if (found !== undefined) result[member.name] = member.read(found);
      }
      return result;
    };
  }

  /** A flattened list goes by the name of its members, where that is told. */
  #wireName(name: string, reference: ShapeReference): string {
    const shape = shapeOf(this.model, reference.shape);
    const flattened = shape.flattened ? shape.member?.locationName : undefined;
    return flattened ?? reference.locationName ?? name;
  }

  #list(shape: Shape): FormReader {
    const read = this.of(shape.member!.shape);
    const container = shape.flattened ? undefined : (shape.member!.locationName ?? 'member');
    return (parameter) => numbered(parameter, container).map(read);
  }

  #map(shape: Shape): FormReader {
    const readKey = this.of(shape.key!.shape) as (parameter: Parameter) => string;
    const readValue = this.of(shape.value!.shape);
    const container = shape.flattened ? undefined : 'entry';
    const keyName = shape.key!.locationName ?? 'key';
    const valueName = shape.value!.locationName ?? 'value';
    return (parameter) => {
      const result = Object.create(null) as Record<string, unknown>;
      for (const { members } of numbered(parameter, container)) {
        const [key, value] = [members.get(keyName), members.get(valueName)];
        if (key === undefined || value === undefined) throw malformedInput('An entry of a map needs a key and a value.');
        const name = readKey(key);
        if (Object.hasOwn(result, name)) throw malformedInput('A key of a map must not be repeated.');
        result[name] = readValue(value);
      }
      return result;
    };
  }
}

const NUMBER = /^[1-9]\d{0,8}$/;

/** What stands below `member.1`, `member.2`, … in the order of the numbers, which may leave gaps. */
function numbered(parameter: Parameter, container: string | undefined): Parameter[] {
  refuseText(parameter);
  const { members } = parameter;
  const holder = container === undefined ? parameter : members.get(container);
  const named = container === undefined ? 0 : members.size - (holder === undefined ? 0 : 1);
  if (named > 0) throw malformedInput('Unexpected name where the members of a list or map are expected.');
  if (holder === undefined) return [];
  refuseText(holder);
  const entries = [...holder.members].map(([number, member]) => {
    if (!NUMBER.test(number)) throw malformedInput('The members of a list or map are numbered from 1.');
    return [Number(number), member] as const;
  });
  return entries.sort(([a], [b]) => a - b).map(([, member]) => member);
}

/** Clients send an empty text for a list or a map that is empty. */
function refuseText({ value }: Parameter): void {
  if (value !== undefined && value !== '') throw malformedInput('Unexpected text where a structure, list or map is expected.');
}

function scalar(type: Shape['type']): FormReader {
  const convert = CONVERSIONS[type];
  return ({ value, members }) => {
    if (value === undefined || members.size > 0) {
      throw malformedInput('Start of structure or map found where not expected.');
    }
    return convert === undefined ? value : convert(value);
  };
}

/** Texts stay texts, and base64 is the decoder's. */
const CONVERSIONS: { readonly [type in Shape['type']]?: (text: string) => unknown } = {
  boolean: (text) => {
    if (text !== 'true' && text !== 'false') throw notA('Boolean');
    return text === 'true';
  },
  integer: wholeNumber,
  long: wholeNumber,
  double: decimalNumber,
  float: decimalNumber,
  timestamp: epochSeconds,
};

function wholeNumber(text: string): number {
  if (!/^[+-]?\d{1,19}$/.test(text)) throw notA('whole number');
  return Number(text);
}

function decimalNumber(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(text)) throw notA('number');
  return Number(text);
}

const ISO_8601 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

function epochSeconds(text: string): number {
  const [, year, month, day] = ISO_8601.exec(text) ?? [];
  const ms = year === undefined ? Number.NaN : Date.parse(text);
  const exists = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  if (Number.isNaN(ms) || !exists) throw notA('timestamp');
  return ms / 1_000;
}

const notA = (type: string) => malformedInput(`Unexpected text where a ${type} is expected.`);
