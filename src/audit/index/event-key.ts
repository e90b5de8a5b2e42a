/**
 * The order of look-ups: by time, and of events of one time by their place in the journals. An event's key never
 * changes, so a page that begins after a key neither repeats nor skips what was there before. As text, in markers:
 *
 *     time.segment.offset.node
 */
export interface EventKey {
  readonly time: number;
  readonly node: string;
  readonly segment: number;
  readonly offset: number;
}

/** Below zero when `a` is the older. */
export function compareKeys(a: EventKey, b: EventKey): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.node !== b.node) return a.node < b.node ? -1 : 1;
  return a.segment - b.segment || a.offset - b.offset;
}

export const keyText = ({ time, segment, offset, node }: EventKey): string => `${time}.${segment}.${offset}.${node}`;

/** @param text of `keyText` */
export function parseKey(text: string): EventKey {
  const [time = '', segment = '', offset = '', ...node] = text.split('.');
  return { time: Number(time), segment: Number(segment), offset: Number(offset), node: node.join('.') };
}
