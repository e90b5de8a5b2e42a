/** A block: a run of events of one segment of one node's journal, in the journal's order, with what they are found by. */
import { ByteReader, ByteWriter } from './bytes.ts';

export interface BlockHead {
  /** Whose journal. */
  readonly node: string;
  /** From 1, without gaps. */
  readonly block: number;
  readonly segment: number;
  /** Where in the segment its lines begin, and where the next block's do. */
  readonly start: number;
  readonly end: number;
  readonly events: number;
  /** Of event times, milliseconds since 1970. */
  readonly minTime: number;
  readonly maxTime: number;
  /** Of the times in their ids: when their requests arrived. */
  readonly minIdTime: number;
  readonly maxIdTime: number;
}

/** By event number. */
export interface BlockEvents {
  /** In the segment. */
  readonly offsets: readonly number[];
  readonly times: readonly number[];
}

/** `varint distance of offset from the one before, the first from the block's start ‖ signed distance of time`, an event */
export function packEvents(start: number, { offsets, times }: BlockEvents): Buffer {
  const writer = new ByteWriter();
  let [offset, time] = [start, 0];
  for (let i = 0; i < offsets.length; i++) {
    writer.varint(offsets[i]! - offset);
    writer.signed(times[i]! - time);
    offset = offsets[i]!;
    time = times[i]!;
  }
  return writer.take();
}

export function unpackEvents(start: number, bytes: Uint8Array): BlockEvents {
  const reader = new ByteReader(bytes);
  const [offsets, times]: [number[], number[]] = [[], []];
  let [offset, time] = [start, 0];
  while (!reader.done) {
    offset += reader.varint();
    time += reader.signed();
    offsets.push(offset);
    times.push(time);
  }
  return { offsets, times };
}
