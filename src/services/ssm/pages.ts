/** Tokens from one page of a list to the next: unforgeable, and good for the same list alone. */
import { hmacSha256 } from '../../crypto/hmac.ts';
import { openMarker, sealMarker } from '../../store/paginate.ts';
import * as faults from './faults.ts';

export class Pages {
  readonly #mac: (data: Buffer) => Buffer;

  constructor(key: Buffer) {
    this.#mac = (data) => hmacSha256(key, data);
  }

  /**
   * The key that the page before ended with; empty for the first.
   * @param scope operation, account, region and filters
   * @throws Fault InvalidNextToken
   */
  lastKey(scope: string, token: string | undefined): string {
    const key = token === undefined ? '' : openMarker(this.#mac, scope, token);
    if (key === undefined) throw faults.invalidToken();
    return key;
  }

  token(scope: string, lastKey: string): string {
    return sealMarker(this.#mac, scope, lastKey);
  }
}
