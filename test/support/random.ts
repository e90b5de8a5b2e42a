/** Repeatable chance for load tests: the seed is printed, and TRENT_TEST_SEED repeats a run's choices. */
import { randomInt } from 'node:crypto';

export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below `bound`. Mulberry32: 32 bits of state, ample for choosing what to do next. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  /** One of a list that is not empty. */
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

export function printedSeed(): number {
  const seed = Number(process.env['TRENT_TEST_SEED'] ?? randomInt(2 ** 31));
  process.stderr.write(`TRENT_TEST_SEED=${seed}\n`);
  return seed;
}
