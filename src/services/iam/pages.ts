/** Lists by key: one page, and an unforgeable marker to the next. */
import { hmacSha256 } from '../../crypto/hmac.ts';
import { openMarker, page, sealMarker } from '../../store/paginate.ts';
import * as faults from './faults.ts';

export interface PageRequest {
  readonly MaxItems?: number | undefined;
  readonly Marker?: string | undefined;
}

export interface Paged<Row> {
  readonly items: readonly Row[];
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

/** IAM API reference, `MaxItems` of every list. */
const ITEMS_DEFAULT = 100;

export class Pages {
  readonly #mac: (data: Buffer) => Buffer;

  constructor(key: Buffer) {
    this.#mac = (data) => hmacSha256(key, data);
  }

  /**
   * @param scope operation, account and filters: a marker serves no other list
   * @param fetch gives rows in order of their key, after `lastKey` (empty at first), at most `count`
   * @throws Fault ValidationException
   */
  async list<Row>(
    request: PageRequest,
    scope: readonly string[],
    keyOf: (row: Row) => string,
    fetch: (lastKey: string, count: number) => Promise<readonly Row[]> | readonly Row[],
  ): Promise<Paged<Row>> {
    const limit = request.MaxItems ?? ITEMS_DEFAULT;
    const name = JSON.stringify(scope);
    const lastKey = request.Marker === undefined ? '' : openMarker(this.#mac, name, request.Marker);
    if (lastKey === undefined) throw faults.validation('Invalid Marker.');
    const { items, truncated } = page(await fetch(lastKey, limit + 1), limit);
    if (!truncated) return { items, IsTruncated: false };
    return { items, IsTruncated: true, Marker: sealMarker(this.#mac, name, keyOf(items[items.length - 1]!)) };
  }

  /** As `list`, of few rows that were all read already; in order of their keys. */
  ofAll<Row>(request: PageRequest, scope: readonly string[], keyOf: (row: Row) => string, rows: readonly Row[]): Promise<Paged<Row>> {
    const sorted = [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return this.list(request, scope, keyOf, (lastKey, count) => sorted.filter((row) => keyOf(row) > lastKey).slice(0, count));
  }
}
