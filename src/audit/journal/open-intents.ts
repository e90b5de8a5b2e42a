/**
 * The intents of a segment that are neither done nor void. A segment begins with those of the one before. What was
 * changed after it was sealed announces nothing.
 */
import { parseIntentLine } from './format.ts';
import { linesIn, type ScannedSegment } from './scan.ts';

export interface OpenIntent {
  readonly id: string;
  /** The whole line. */
  readonly line: string;
  /** Lines, each with its line feed. */
  readonly events: readonly string[];
}

const INTENT_START = Buffer.from('{"x":"intent",');
const END = /^\{"x":"(?:done|void)","id":"([^"]+)"\}$/;
const OTHER_START = Buffer.from('{"x":"');

export function openIntents({ bytes, batches }: Pick<ScannedSegment, 'bytes' | 'batches'>): OpenIntent[] {
  const open = new Map<string, OpenIntent>();
  for (const { start, sealStart, sound } of batches) {
    if (!sound) continue;
    for (const [from, to] of linesIn(bytes, start, sealStart)) take(open, bytes, from, to);
  }
  return [...open.values()];
}

function take(open: Map<string, OpenIntent>, bytes: Buffer, from: number, to: number): void {
  if (startsWith(bytes, from, INTENT_START)) {
    const line = bytes.toString('utf8', from, to + 1);
    const intent = parseIntentLine(line);
    open.set(intent.id, { ...intent, line });
  } else if (startsWith(bytes, from, OTHER_START)) {
    const [, id] = END.exec(bytes.toString('utf8', from, to)) ?? [];
    if (id !== undefined) open.delete(id);
  }
}

const startsWith = (bytes: Buffer, at: number, start: Buffer): boolean => bytes.compare(start, 0, start.length, at, at + start.length) === 0;
