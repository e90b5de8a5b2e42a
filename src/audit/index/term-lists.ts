/**
 * For each term, the numbers of the events that have it: in a few arrays of numbers, since objects for each term would
 * keep the collector busy.
 *
 *     slots      a hash table by term (open addressing): list + 1, or 0
 *     lists      term, first and last pair
 *     pairs      event number, and the list's next pair, or -1
 */
export class TermLists {
  #slots = new Int32Array(1 << 12);
  #terms = new Int32Array(1 << 11);
  #firsts = new Int32Array(1 << 11);
  #lasts = new Int32Array(1 << 11);
  #lists = 0;
  #numbers = new Int32Array(1 << 13);
  #next = new Int32Array(1 << 13);
  #pairs = 0;

  /** Empty again, with the room that it has. */
  clear(): void {
    this.#slots.fill(0);
    this.#lists = 0;
    this.#pairs = 0;
  }

  /** @param number none before it was greater; twice the same counts once */
  add(term: number, number: number): void {
    const slot = this.#slotOf(term);
    const list = this.#slots[slot]! - 1;
    if (list < 0) this.#begin(slot, term, number);
    else if (this.#numbers[this.#lasts[list]!] !== number) {
      const pair = this.#pair(number);
      this.#next[this.#lasts[list]!] = pair;
      this.#lasts[list] = pair;
    }
  }

  /** Ascending; empty when there are none. */
  numbersOf(term: number): number[] {
    const list = this.#slots[this.#slotOf(term)]! - 1;
    return list < 0 ? [] : this.#collect(list);
  }

  *entries(): Generator<readonly [term: number, numbers: readonly number[]]> {
    for (let list = 0; list < this.#lists; list++) yield [this.#terms[list]!, this.#collect(list)];
  }

  #collect(list: number): number[] {
    const numbers: number[] = [];
    for (let pair = this.#firsts[list]!; pair >= 0; pair = this.#next[pair]!) numbers.push(this.#numbers[pair]!);
    return numbers;
  }

  /** The term's, or the free one that it may have. */
  #slotOf(term: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = term & mask; ; slot = (slot + 1) & mask) {
      const list = this.#slots[slot]! - 1;
      if (list < 0 || this.#terms[list] === term) return slot;
    }
  }

  #begin(slot: number, term: number, number: number): void {
    if (this.#lists === this.#terms.length) {
      this.#terms = doubled(this.#terms);
      this.#firsts = doubled(this.#firsts);
      this.#lasts = doubled(this.#lasts);
    }
    const list = this.#lists++;
    const pair = this.#pair(number);
    this.#terms[list] = term;
    this.#firsts[list] = pair;
    this.#lasts[list] = pair;
    this.#slots[slot] = list + 1;
    if (2 * this.#lists > this.#slots.length) this.#rehash();
  }

  #pair(number: number): number {
    if (this.#pairs === this.#numbers.length) {
      this.#numbers = doubled(this.#numbers);
      this.#next = doubled(this.#next);
    }
    this.#numbers[this.#pairs] = number;
    this.#next[this.#pairs] = -1;
    return this.#pairs++;
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let list = 0; list < this.#lists; list++) this.#slots[this.#slotOf(this.#terms[list]!)] = list + 1;
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
