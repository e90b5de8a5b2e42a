/** Values of the sample service, at random. */
import fc from 'fast-check';

export type Everything = { readonly [member: string]: unknown };

/** Any text but halves of surrogate pairs, which UTF-8 does not have. */
export const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('', ' ', 'a.1', '&=%+', '<a>&amp;', '\r\n', '__proto__'));

/** What a document can hold: XML 1.0, section 2.2. */
// eslint-disable-next-line no-control-regex
const xmlText = anyText.map((text) => text.replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '?'));

const YEAR_2100 = 4_102_444_800_000;

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** @param text of its strings @param precision of its moments, ms @param depth how deep it may hold itself */
function everything(text: fc.Arbitrary<string>, precision: number, depth: number): fc.Arbitrary<Everything> {
  const flat = {
    Text: maybe(text),
    Renamed: maybe(text),
    Whole: maybe(fc.integer()),
    Big: maybe(fc.maxSafeInteger()),
    Real: maybe(fc.double({ noNaN: true, noDefaultInfinity: true })),
    Flag: maybe(fc.boolean()),
    Bytes: maybe(fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes))),
    Moment: maybe(fc.integer({ min: 0, max: YEAR_2100 / precision }).map((time) => time * precision)),
    Texts: maybe(fc.array(text, { maxLength: 3 })),
    Items: maybe(fc.array(fc.integer(), { maxLength: 12 })),
    FlatTexts: maybe(fc.array(text, { minLength: 1, maxLength: 3 })),
    FlatRenamed: maybe(fc.array(text, { minLength: 1, maxLength: 3 })),
    FlatPairs: maybe(fc.dictionary(text, text, { minKeys: 1, maxKeys: 3, noNullPrototype: false })),
  };
  if (depth === 0) return fc.record(flat).map(withoutHoles);
  const inner = everything(text, precision, depth - 1);
  const deep = {
    Inner: maybe(inner),
    Children: maybe(fc.array(inner, { maxLength: 2 })),
    Pairs: maybe(fc.dictionary(text, inner, { minKeys: 1, maxKeys: 2, noNullPrototype: false })),
  };
  return fc.record({ ...flat, ...deep }).map(withoutHoles);
}

/** No structure that is empty either: a form has no way to send one. */
function withoutHoles(value: Everything): Everything {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members.length === 0 ? { Text: 'x' } : Object.fromEntries(members);
}

export const formValue = everything(anyText, 1, 2);
export const xmlValue = everything(xmlText, 1_000, 2);

/** As JSON that any language reads alike: blobs as `{"blob":base64}`, moments as milliseconds, maps as sorted pairs. */
export function plain(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return { blob: value.toString('base64') };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { members: entries.map(([name, member]) => [name, plain(member)]) };
}
