/**
 * Reading a seed file's YAML node by node, so that each complaint can name the line. JSON is YAML too (YAML 1.2, 1.2.1).
 * What is between quotes or not does not matter: `012345678901` stays the text that was written, as an account id must.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Scalar } from 'yaml';
import { UsageError } from '../base/errors.ts';

/** Something with a place in the file. */
export type SeedNode = Node;

/** The members of a mapping, each with the node of its value. */
export type Members<Name extends string> = { readonly [N in Name]?: SeedNode | undefined };

/** Anchors can make a few lines stand for endlessly much, or for themselves. A policy of 32 KB has far less. */
const JSON_NODES_MAX = 20_000;
const JSON_DEPTH_MAX = 32;

interface JsonBudget {
  nodes: number;
}

export class SeedDocument {
  readonly #fileName: string;
  readonly #lines = new LineCounter();
  readonly #document: Document;

  /** @throws UsageError `FILE:LINE: …` when the text is no YAML */
  constructor(text: string, fileName: string) {
    this.#fileName = fileName;
    // Without pretty errors: those show the lines around, and key material may stand there.
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, logLevel: 'silent' });
    const trouble = this.#document.errors[0] ?? this.#document.warnings[0];
    if (trouble) throw new UsageError(`${this.#place(trouble.pos[0])}: ${trouble.message}`);
  }

  /** `undefined` for an empty file. */
  get root(): SeedNode | undefined {
    const contents = this.#document.contents as Node | null;
    return contents === null || (isScalar(contents) && contents.value === null) ? undefined : contents;
  }

  /** `FILE:LINE` */
  at(node: SeedNode): string {
    return this.#place(node.range?.[0] ?? 0);
  }

  #place(offset: number): string {
    return `${this.#fileName}:${Math.max(1, this.#lines.linePos(offset).line)}`;
  }

  fail(node: SeedNode, message: string, hint?: string): never {
    throw new UsageError(`${this.at(node)}: ${message}`, hint);
  }

  /** @param what for the message: `a key`. Members with another name are refused. */
  mapping<const Name extends string>(node: SeedNode, what: string, names: readonly Name[]): Members<Name> {
    const members: { [name: string]: SeedNode } = {};
    for (const [name, value, keyNode] of this.entries(node, what)) {
      if (!(names as readonly string[]).includes(name)) this.fail(keyNode, `${what} has no member '${name}'`, `it can have ${names.join(', ')}`);
      members[name] = value;
    }
    return members as Members<Name>;
  }

  /** Name, value, and the node of the name. */
  entries(node: SeedNode, what: string): [string, SeedNode, SeedNode][] {
    const map = this.#resolved(node);
    if (!isMap<Node, Node | null>(map)) return this.fail(node, `${what} is a mapping of names to values`);
    return map.items.map(({ key, value }) => {
      if (value === null) return this.fail(key, `${what}: '${this.#name(key)}' has no value`);
      return [this.#name(key), value, key];
    });
  }

  /** As it was written, even where YAML reads something else: `Null` is a condition operator of policies. */
  #name(key: Node): string {
    const scalar = this.#scalar(key);
    if (typeof scalar?.value === 'string') return scalar.value;
    return scalar?.source || this.fail(key, 'a name is a text');
  }

  list(node: SeedNode, what: string): SeedNode[] {
    const seq = this.#resolved(node);
    return isSeq<Node>(seq) ? seq.items : this.fail(node, `${what} is a list`);
  }

  isList(node: SeedNode): boolean {
    return isSeq(this.#resolved(node));
  }

  isMapping(node: SeedNode): boolean {
    return isMap(this.#resolved(node));
  }

  /** A scalar as it was written. */
  text(node: SeedNode, what: string): string {
    const scalar = this.#scalar(node);
    if (scalar === undefined || scalar.value === null) return this.fail(node, `${what} is a text`);
    const text = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));
    // PostgreSQL cannot store it.
    return text.includes('\0') ? this.fail(node, `${what} contains U+0000`) : text;
  }

  boolean(node: SeedNode, what: string): boolean {
    const value = this.#scalar(node)?.value;
    return typeof value === 'boolean' ? value : this.fail(node, `${what} is true or false`);
  }

  integer(node: SeedNode, what: string, least: number, most: number): number {
    const value = this.#scalar(node)?.value;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    return this.fail(node, `${what} is a whole number from ${least} to ${most}`);
  }

  /** As JSON data. Numbers become texts as they were written: policies read both alike, and account ids keep their zeros. */
  json(node: SeedNode, budget: JsonBudget = { nodes: JSON_NODES_MAX }, depth = 0): unknown {
    if (--budget.nodes < 0 || depth > JSON_DEPTH_MAX) this.fail(node, 'too large, or nested too deeply');
    const resolved = this.#resolved(node);
    if (isMap(resolved)) return Object.fromEntries(this.entries(node, 'it').map(([name, value]) => [name, this.json(value, budget, depth + 1)]));
    if (isSeq<Node>(resolved)) return resolved.items.map((item) => this.json(item, budget, depth + 1));
    const value = this.#scalar(node)?.value;
    return typeof value === 'number' ? this.text(node, 'it') : value;
  }

  #scalar(node: SeedNode): Scalar | undefined {
    const resolved = this.#resolved(node);
    return isScalar(resolved) ? resolved : undefined;
  }

  /** Anchors (`&a`, `*a`) spare repeating a policy. */
  #resolved(node: SeedNode): Node | undefined {
    return isAlias(node) ? node.resolve(this.#document) : node;
  }
}
