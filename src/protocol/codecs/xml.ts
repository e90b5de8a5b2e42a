/**
 * Answers of AWS Query as XML 1.0, by the model; compiled once per shape. Only modelled members leave the server.
 *
 *     structure   <Name><Member>…</Member></Name>
 *     list        <Name><member>…</member><member>…</member></Name>     flattened: <Name>…</Name><Name>…</Name>
 *     map         <Name><entry><key>…</key><value>…</value></entry></Name>
 *     blob        base64           timestamp   2026-01-31T12:00:00Z
 */
import type { Shape, ShapeReference } from '../../base/api-model.ts';
import { shapeOf } from '../../base/api-model.ts';
import { ShapeCompiler } from '../../base/shape-compiler.ts';

/** @returns the value in elements of that name: one, or for flattened shapes as many as it has members */
export type XmlWriter = (name: string, value: unknown) => string;

/** @param content escaped @param namespace escaped */
export const element = (name: string, content: string, namespace?: string): string =>
  `<${name}${namespace === undefined ? '' : ` xmlns="${namespace}"`}>${content}</${name}>`;

/** What text cannot hold as it is. A carriage return would reach the reader as a line feed (XML 1.0, section 2.11). */
const SPECIAL = /[&<>"\r]/g;
const SPECIAL_FORMS: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};
/** What XML 1.0 has no form for at all, not even as a reference (section 2.2, production 2). */
// eslint-disable-next-line no-control-regex
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
const REPLACEMENT = '\ufffd';

/** Any text as character data; characters that XML cannot carry become U+FFFD. */
export const escapeText = (text: string): string =>
  text.toWellFormed().replace(UNWRITABLE, REPLACEMENT).replace(SPECIAL, (character) => SPECIAL_FORMS[character]!);

export class XmlWriters extends ShapeCompiler<XmlWriter> {
  protected override build(shape: Shape): XmlWriter {
    switch (shape.type) {
      case 'structure':
        return this.#structure(shape);
      case 'list':
        return this.#list(shape);
      case 'map':
        return this.#map(shape);
      case 'blob':
        return (name, value) => element(name, (value as Buffer).toString('base64'));
      case 'timestamp':
        return (name, value) => element(name, formatTimestamp(value as number));
      case 'string':
        return (name, value) => element(name, escapeText(value as string));
      default:
        return (name, value) => element(name, String(value));
    }
  }

  #structure(shape: Shape): XmlWriter {
    const members = Object.entries(shape.members ?? {}).map(([name, reference]) => ({
      name,
      tag: this.#tag(name, reference),
      write: this.of(reference.shape),
    }));
    return (name, value) => {
      const source = value as Record<string, unknown>;
      let content = '';
      for (const member of members) {
        const part = source[member.name];
        if (part !== undefined) content += member.write(member.tag, part);
      }
      return element(name, content);
    };
  }

  /** A flattened list goes by the name of its members, where that is told. */
  #tag(name: string, reference: ShapeReference): string {
    const shape = shapeOf(this.model, reference.shape);
    const flattened = shape.flattened ? shape.member?.locationName : undefined;
    return flattened ?? reference.locationName ?? name;
  }

  #list(shape: Shape): XmlWriter {
    const write = this.of(shape.member!.shape);
    const tag = shape.member!.locationName ?? 'member';
    if (shape.flattened) return (name, value) => (value as unknown[]).map((item) => write(name, item)).join('');
    return (name, value) => element(name, (value as unknown[]).map((item) => write(tag, item)).join(''));
  }

  #map(shape: Shape): XmlWriter {
    const [key, item] = [this.of(shape.key!.shape), this.of(shape.value!.shape)];
    const keyTag = shape.key!.locationName ?? 'key';
    const valueTag = shape.value!.locationName ?? 'value';
    const entries = (tag: string, value: unknown): string =>
      Object.entries(value as Record<string, unknown>)
        .map(([name, part]) => element(tag, key(keyTag, name) + item(valueTag, part)))
        .join('');
    return shape.flattened ? entries : (name, value) => element(name, entries('entry', value));
  }
}

/** Whole seconds go without a fraction. */
/** Whole seconds, as AWS answers. */
const formatTimestamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
