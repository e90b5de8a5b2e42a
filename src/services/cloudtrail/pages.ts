/** Lists by key: one page, and an unforgeable token to the next. */
import { type Mac, openMarker, page, sealMarker } from '../../store/paginate.ts';
import * as faults from './faults.ts';

export interface Paged<Row> {
  readonly items: readonly Row[];
  /** Absent on the last page. */
  readonly NextToken?: string;
}

const ITEMS_A_PAGE = 100;

export class Pages {
  readonly #mac: Mac;

  constructor(mac: Mac) {
    this.#mac = mac;
  }

  /**
   * @param scope operation and account: a token serves no other list
   * @param fetch gives rows in order of their key, after `lastKey` (empty at first), at most `count`
   * @throws Fault InvalidTokenException
   */
  async list<Row>(
    token: string | undefined,
    scope: readonly string[],
    keyOf: (row: Row) => string,
    fetch: (lastKey: string, count: number) => Promise<readonly Row[]> | readonly Row[],
  ): Promise<Paged<Row>> {
    const name = JSON.stringify(scope);
    const lastKey = token === undefined ? '' : openMarker(this.#mac, name, token);
    if (lastKey === undefined) throw faults.invalidToken();
    const { items, truncated } = page(await fetch(lastKey, ITEMS_A_PAGE + 1), ITEMS_A_PAGE);
    return truncated ? { items, NextToken: sealMarker(this.#mac, name, keyOf(items[items.length - 1]!)) } : { items };
  }
}
