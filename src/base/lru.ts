/** A map that keeps the entries used last, and hands out the others when they leave. */
export class LruMap<Value> {
  readonly #entries = new Map<string, { value: Value; used: number }>();
  readonly #capacity: number;
  readonly #onLeave: (value: Value) => void;

  constructor(capacity: number, onLeave: (value: Value) => void = () => undefined) {
    this.#capacity = capacity;
    this.#onLeave = onLeave;
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * `now` in ms orders the uses. An entry is moved to the young end at most once in a while, not at each use:
   * a reordering costs two map operations, and the order need only be about right.
   */
  get(name: string, now: number): Value | undefined {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    if (now - entry.used > REORDER_AFTER_MS) {
      entry.used = now;
      this.#entries.delete(name);
      this.#entries.set(name, entry);
    }
    return entry.value;
  }

  /** As `get`, but it does not count as a use. */
  peek(name: string): Value | undefined {
    return this.#entries.get(name)?.value;
  }

  set(name: string, value: Value, now: number): void {
    this.delete(name);
    this.#entries.set(name, { value, used: now });
    if (this.#entries.size > this.#capacity) this.delete(this.#entries.keys().next().value!);
  }

  delete(name: string): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    this.#entries.delete(name);
    this.#onLeave(entry.value);
  }

  /** Lets go of all entries not used since `moment`. */
  dropUnusedSince(moment: number): void {
    for (const [name, entry] of this.#entries) {
      if (entry.used >= moment) return;
      this.delete(name);
    }
  }

  clear(): void {
    for (const name of [...this.#entries.keys()]) this.delete(name);
  }
}

const REORDER_AFTER_MS = 1_000;
