/** Lists by key: one page, and an unforgeable token to the next. */
import { hmacSha256 } from '../../crypto/hmac.ts';
import { openMarker, sealMarker } from '../../store/paginate.ts';
import * as faults from './faults.ts';

export class Pages {
  readonly #mac: (data: Buffer) => Buffer;

  constructor(key: Buffer) {
    this.#mac = (data) => hmacSha256(key, data);
  }

  /**
   * The key at which the page before ended; `undefined` for the first page.
   * @param scope operation, account, region and filters: a token serves no other list
   * @throws Fault InvalidNextTokenException
   */
  after(scope: readonly unknown[], token: string | undefined): string | undefined {
    if (token === undefined) return undefined;
    const key = openMarker(this.#mac, JSON.stringify(scope), token);
    if (key === undefined) throw faults.invalidNextToken();
    return key;
  }

  token(scope: readonly unknown[], key: string): string {
    return sealMarker(this.#mac, JSON.stringify(scope), key);
  }
}
