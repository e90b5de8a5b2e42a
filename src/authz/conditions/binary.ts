/** `BinaryEquals`: bytes, written in base64 (RFC 4648 4), are the same. */
import { type CompileValues, type Operator, readAll } from './family.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The one spelling of the bytes, so that texts can be compared for them. */
function canonical(text: string): string | undefined {
  return BASE64.test(text) ? Buffer.from(text, 'base64').toString('base64') : undefined;
}

const compile: CompileValues = (values) => {
  const known = new Set(readAll(values, 'BinaryEquals', canonical));
  return (value) => {
    const bytes = canonical(value);
    return bytes !== undefined && known.has(bytes);
  };
};

export const BINARY_OPERATORS: readonly (readonly [string, Operator])[] = [['BinaryEquals', { compile, negated: false }]];
