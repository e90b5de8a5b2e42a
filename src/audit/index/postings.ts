/**
 * The terms of one block, packed: which of its events have a term. A row holds the terms of one bucket (the highest
 * bits of a term), so that a block is few rows however many terms it has, and a look-up reads one row a block:
 *
 *     entries   ( term int32 ‖ varint 2 × length + form ‖ bytes )…
 *     form 0    ascending event numbers: varints of the distance from the one before, the first from -1, less one
 *     form 1    a bit for each event, lowest first; taken where it is shorter
 */
import { ByteReader, ByteWriter, varintBytes } from './bytes.ts';
import type { TermLists } from './term-lists.ts';

const BUCKET_BITS = 6;
export const BUCKETS = 1 << BUCKET_BITS;

export const bucketOf = (term: number): number => term >>> (32 - BUCKET_BITS);

export interface Bucket {
  readonly bucket: number;
  readonly entries: Buffer;
}

/** @param events how many the block has */
export function packTerms(terms: TermLists, events: number): Bucket[] {
  const writers = Array.from({ length: BUCKETS }, () => new ByteWriter());
  for (const [term, numbers] of terms.entries()) {
    const writer = writers[bucketOf(term)]!;
    writer.int32(term);
    writeNumbers(writer, numbers, events);
  }
  return writers.flatMap((writer, bucket) => (writer.length === 0 ? [] : [{ bucket, entries: writer.take() }]));
}

/** The numbers of the events that have the term, ascending; empty when none has. */
export function numbersIn(entries: Uint8Array, term: number): number[] {
  const reader = new ByteReader(entries);
  while (!reader.done) {
    const found = reader.int32() === term;
    const header = reader.varint();
    const length = header >>> 1;
    if (found) return header % 2 === 0 ? fromDistances(reader.bytes(length)) : fromBits(reader.bytes(length));
    reader.skip(length);
  }
  return [];
}

function writeNumbers(writer: ByteWriter, numbers: readonly number[], events: number): void {
  const bitmapBytes = (events + 7) >>> 3;
  const bytes = distanceBytes(numbers);
  if (bytes >= bitmapBytes) {
    writer.varint(2 * bitmapBytes + 1);
    writer.bytes(toBits(numbers, bitmapBytes));
    return;
  }
  writer.varint(2 * bytes);
  let before = -1;
  for (const number of numbers) {
    writer.varint(number - before - 1);
    before = number;
  }
}

function distanceBytes(numbers: readonly number[]): number {
  let bytes = 0;
  let before = -1;
  for (const number of numbers) {
    bytes += varintBytes(number - before - 1);
    before = number;
  }
  return bytes;
}

function fromDistances(bytes: Uint8Array): number[] {
  const reader = new ByteReader(bytes);
  const numbers: number[] = [];
  for (let number = -1; !reader.done; ) {
    number += reader.varint() + 1;
    numbers.push(number);
  }
  return numbers;
}

function toBits(numbers: readonly number[], length: number): Uint8Array {
  const bits = new Uint8Array(length);
  for (const number of numbers) bits[number >>> 3]! |= 1 << (number & 7);
  return bits;
}

function fromBits(bits: Uint8Array): number[] {
  const numbers: number[] = [];
  for (let byte = 0; byte < bits.length; byte++) {
    for (let rest = bits[byte]!; rest !== 0; rest &= rest - 1) numbers.push(8 * byte + 31 - Math.clz32(rest & -rest));
  }
  return numbers;
}
