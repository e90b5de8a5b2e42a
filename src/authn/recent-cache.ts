/**
 * A bounded cache that forgets what was not asked for lately. Two generations stand in for a list by age:
 * a hit in the young one costs a single look-up and no reordering; when it is full it becomes the old one,
 * and what the old one still held is dropped.
 */
export class RecentCache<Value> {
  readonly #generationMax: number;
  readonly #onDrop: (value: Value) => void;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** @param max entries held at most @param onDrop runs for each value that leaves the cache */
  constructor(max: number, onDrop: (value: Value) => void = () => {}) {
    this.#generationMax = Math.max(1, Math.floor(max / 2));
    this.#onDrop = onDrop;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): Value | undefined {
    const value = this.#young.get(key);
    if (value !== undefined || this.#old.size === 0) return value;
    const older = this.#old.get(key);
    if (older === undefined) return undefined;
    this.#old.delete(key);
    this.#insert(key, older);
    return older;
  }

  set(key: string, value: Value): void {
    this.delete(key);
    this.#insert(key, value);
  }

  delete(key: string): void {
    const value = this.#young.get(key) ?? this.#old.get(key);
    if (value === undefined) return;
    this.#young.delete(key);
    this.#old.delete(key);
    this.#onDrop(value);
  }

  deleteWhere(condemned: (value: Value) => boolean): void {
    for (const generation of [this.#young, this.#old]) {
      for (const [key, value] of generation) if (condemned(value)) this.delete(key);
    }
  }

  #insert(key: string, value: Value): void {
    if (this.#young.size >= this.#generationMax) {
      const dropped = this.#old;
      this.#old = this.#young;
      this.#young = new Map();
      for (const gone of dropped.values()) this.#onDrop(gone);
    }
    this.#young.set(key, value);
  }
}
