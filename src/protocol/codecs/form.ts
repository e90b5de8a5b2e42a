/**
 * The parameters of an AWS Query request, as a tree of the parts of their names:
 *
 *     Action=AssumeRole&Tags.member.1.Key=team&Tags.member.1.Value=a%20b
 *
 *     Action = AssumeRole
 *     Tags ─ member ─ 1 ┬ Key = team
 *                       └ Value = a b
 *
 * URL Living Standard, section 5.1 (`application/x-www-form-urlencoded`), but strict: a broken escape, bytes that
 * are not UTF-8 and a name that occurs twice are refused, since readers differ in what those mean.
 */
import { malformedInput } from './query-faults.ts';

export interface Parameter {
  /** `undefined`: only names that go on from here were sent. */
  value: string | undefined;
  readonly members: Map<string, Parameter>;
}

/** No shape of a model is nested nearly as deep; recursive ones could be, and readers of the tree recurse. */
const DEPTH_MAX = 64;

const newParameter = (): Parameter => ({ value: undefined, members: new Map() });

/**
 * @param texts forms as they arrived: latin1, a character a byte
 * @returns the root, which has no value
 * @throws Fault MalformedInput
 */
export function parseForm(...texts: readonly string[]): Parameter {
  const root = newParameter();
  for (const text of texts) {
    for (const piece of text.split('&')) {
      if (piece === '') continue;
      const equals = piece.indexOf('=');
      const name = decodeText(equals < 0 ? piece : piece.slice(0, equals));
      place(root, name, equals < 0 ? '' : decodeText(piece.slice(equals + 1)));
    }
  }
  return root;
}

function place(root: Parameter, name: string, value: string): void {
  const parts = name.split('.', DEPTH_MAX + 1);
  if (parts.length > DEPTH_MAX) throw malformedInput('The name of a parameter has too many parts.');
  let parameter = root;
  for (const part of parts) {
    let next = parameter.members.get(part);
    if (next === undefined) parameter.members.set(part, (next = newParameter()));
    parameter = next;
  }
  if (parameter.value !== undefined) throw malformedInput('A parameter must not be repeated.');
  parameter.value = value;
}

/** What stands for itself: printable ASCII but `%` and `+`. */
const PLAIN = /^[!-$&-*,-~]*$/;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeText(text: string): string {
  if (PLAIN.test(text)) return text;
  if (BROKEN_ESCAPE.test(text)) throw malformedInput('A percent sign must be followed by two hexadecimal digits.');
  const bytes = text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  try {
    return strictUtf8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    throw malformedInput('The parameters must be UTF-8.');
  }
}
