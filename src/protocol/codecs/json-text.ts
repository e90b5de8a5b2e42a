/**
 * Answers by the model, compiled once per shape into functions that write JSON text. Only modelled members leave
 * the server, so an internal field can never slip into an answer. Blobs become base64, timestamps epoch seconds.
 */
import type { Shape } from '../../base/api-model.ts';
import { ShapeCompiler } from '../../base/shape-compiler.ts';

export type Encoder = (value: unknown) => string;

export class Encoders extends ShapeCompiler<Encoder> {
  protected override build(shape: Shape): Encoder {
    switch (shape.type) {
      case 'structure':
        return this.#structure(shape);
      case 'list': {
        const member = this.of(shape.member!.shape);
        return (value) => `[${(value as unknown[]).map(member).join(',')}]`;
      }
      case 'map':
        return this.#map(shape);
      case 'blob':
        return (value) => `"${(value as Buffer).toString('base64')}"`;
      case 'timestamp':
        return (value) => String((value as number) / 1_000);
      case 'string':
        return shape.enum ? (value) => `"${value as string}"` : (value) => JSON.stringify(value);
      default:
        return String;
    }
  }

  #structure(shape: Shape): Encoder {
    const members = Object.entries(shape.members ?? {}).map(([name, reference]) => ({
      name,
      prefix: `${JSON.stringify(name)}:`,
      encode: this.of(reference.shape),
    }));
    return (value) => {
      const source = value as Record<string, unknown>;
      let text = '';
      for (const member of members) {
        const part = source[member.name];
        if (part === undefined) continue;
        text += (text === '' ? '{' : ',') + member.prefix + member.encode(part);
      }
      return text === '' ? '{}' : `${text}}`;
    };
  }

  #map(shape: Shape): Encoder {
    const item = this.of(shape.value!.shape);
    return (value) => {
      const source = value as Record<string, unknown>;
      return `{${Object.keys(source)
        .map((name) => `${JSON.stringify(name)}:${item(source[name])}`)
        .join(',')}}`;
    };
  }
}
