/**
 * The head of a request (RFC 9112), strictly:
 *
 *     METHOD SP /target SP HTTP/1.1 CRLF
 *     name ":" OWS value OWS CRLF          any number of times
 *     CRLF
 *
 * No white space before the colon, no folded lines, no bare CR or LF, no control characters, and only
 * targets that start with a slash. Pure: bytes in, a value out; nothing is thrown.
 */
import type { RawHead } from '../base/http-message.ts';
import { fieldName } from './field-names.ts';
import type { Framing } from './framing.ts';
import { frame } from './framing.ts';
import { BLANK, COLON, CR, LF, SPACE, TARGET, TOKEN, VALUE, endOfRun, startOfRun } from './octets.ts';
import type { HttpProblem } from './problem.ts';

export interface ParsedHead {
  readonly head: RawHead;
  readonly framing: Framing;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const SLASH = 0x2f;
const VERSION_LINE = /^ HTTP\/\d\.\d\r\n/;
/** Of ` HTTP/1.1` CRLF. */
const VERSION_LINE_LENGTH = 11;

/** The length of the head that `bytes` starts with, its empty line included; -1 while that has not arrived. */
export function headLength(bytes: Buffer, scanned: number): number {
  const at = bytes.indexOf(HEAD_END, scanned > 3 ? scanned - 3 : 0);
  return at < 0 ? -1 : at + HEAD_END.length;
}

/** Whether an unfinished head is already wrong, so that nobody waits for an end that cannot come. */
export function isHopeless(bytes: Buffer, scanned: number): boolean {
  if (endOfRun(bytes, 0, TOKEN) === 0) return true;
  for (let at = bytes.indexOf(LF, scanned); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] !== CR) return true;
  }
  return false;
}

/** @param length what `headLength` gave: the last four octets before it are CRLF CRLF. */
export function parseHead(bytes: Buffer, length: number, headerCountMax: number): ParsedHead | HttpProblem {
  const text = bytes.toString('latin1', 0, length);
  const methodEnd = endOfRun(bytes, 0, TOKEN);
  if (methodEnd === 0 || bytes[methodEnd] !== SPACE || bytes[methodEnd + 1] !== SLASH) return 'Malformed';
  const targetEnd = endOfRun(bytes, methodEnd + 1, TARGET);
  const minor = minorVersion(text, targetEnd);
  if (typeof minor === 'string') return minor;
  const headers = parseFields(bytes, text, targetEnd + VERSION_LINE_LENGTH, length - 2, headerCountMax);
  if (typeof headers === 'string') return headers;
  const framing = frame(headers, minor);
  if (typeof framing === 'string') return framing;
  const head = { method: text.substring(0, methodEnd), target: text.substring(methodEnd + 1, targetEnd), headers };
  return { head, framing };
}

function minorVersion(text: string, at: number): number | HttpProblem {
  if (text.startsWith(' HTTP/1.1\r\n', at)) return 1;
  if (text.startsWith(' HTTP/1.0\r\n', at)) return 0;
  return VERSION_LINE.test(text.substring(at, at + VERSION_LINE_LENGTH)) ? 'Unsupported' : 'Malformed';
}

/** Each field line from `at` to `end`: names and values, alternating. `text` is `bytes`, one character each. */
function parseFields(bytes: Buffer, text: string, at: number, end: number, countMax: number): string[] | HttpProblem {
  const headers: string[] = [];
  let start = at;
  while (start < end) {
    const nameEnd = endOfRun(bytes, start, TOKEN);
    if (nameEnd === start || bytes[nameEnd] !== COLON) return 'Malformed';
    const valueStart = endOfRun(bytes, nameEnd + 1, BLANK);
    const lineEnd = endOfRun(bytes, valueStart, VALUE);
    if (bytes[lineEnd] !== CR || bytes[lineEnd + 1] !== LF) return 'Malformed';
    if (headers.length === 2 * countMax) return 'HeadTooLarge';
    const valueEnd = startOfRun(bytes, valueStart, lineEnd, BLANK);
    headers.push(fieldName(bytes, text, start, nameEnd), text.substring(valueStart, valueEnd));
    start = lineEnd + 2;
  }
  return headers;
}
