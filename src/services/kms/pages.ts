/** Lists by key: one page, and an unforgeable marker to the next. */
import { hmacSha256 } from '../../crypto/hmac.ts';
import { openMarker, page, sealMarker } from '../../store/paginate.ts';
import * as faults from './faults.ts';

export interface PageRequest {
  readonly Limit?: number | undefined;
  readonly Marker?: string | undefined;
}

export interface Paged<Row> {
  readonly items: readonly Row[];
  readonly Truncated: boolean;
  readonly NextMarker?: string;
}

export interface PageRules {
  /** Operation, account, region and filters: a marker serves no other list. */
  readonly scope: string;
  readonly defaultLimit: number;
  /** AWS's own bound of the operation, where it is below the model's 1,000. */
  readonly limitMax: number;
}

export class Pages {
  readonly #mac: (data: Buffer) => Buffer;

  constructor(key: Buffer) {
    this.#mac = (data) => hmacSha256(key, data);
  }

  /**
   * @param fetch gives rows in order of their key, after `lastKey`, at most `count`
   * @throws Fault InvalidMarkerException, ValidationException
   */
  async list<Row>(
    request: PageRequest,
    rules: PageRules,
    keyOf: (row: Row) => string,
    fetch: (lastKey: string, count: number) => Promise<readonly Row[]> | readonly Row[],
  ): Promise<Paged<Row>> {
    const limit = request.Limit ?? rules.defaultLimit;
    if (limit > rules.limitMax) throw tooLarge(limit, rules.limitMax);
    const lastKey = request.Marker === undefined ? '' : openMarker(this.#mac, rules.scope, request.Marker);
    if (lastKey === undefined) throw faults.invalidMarker();
    const { items, truncated } = page(await fetch(lastKey, limit + 1), limit);
    if (!truncated) return { items, Truncated: false };
    return { items, Truncated: true, NextMarker: sealMarker(this.#mac, rules.scope, keyOf(items[items.length - 1]!)) };
  }
}

const tooLarge = (limit: number, most: number) =>
  faults.validation(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${most}`,
  );
