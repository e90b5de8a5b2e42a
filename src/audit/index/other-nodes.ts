/**
 * What other nodes have put into the database since they last closed a block: their open blocks, rebuilt here from
 * their lines and kept, so that a look-up reads only what is new.
 */
import { linesOf, type StoredLines } from './lines.ts';
import { OpenBlock } from './open-block.ts';

export class OtherNodes {
  readonly #lines: StoredLines;
  /** By node. */
  #blocks = new Map<string, OpenBlock>();

  constructor(lines: StoredLines) {
    this.#lines = lines;
  }

  async openBlocks(own: string): Promise<readonly OpenBlock[]> {
    const blocks = new Map<string, OpenBlock>();
    for (const { node, closed } of await this.#lines.otherNodes(own)) {
      const block = await this.#current(node, closed + 1);
      if (block !== undefined) blocks.set(node, block);
    }
    this.#blocks = blocks;
    return [...blocks.values()];
  }

  async #current(node: string, number: number): Promise<OpenBlock | undefined> {
    const kept = this.#blocks.get(node);
    let block = kept?.block === number ? kept : undefined;
    for (const row of await this.#lines.after(node, number, block?.offsets.length ?? 0)) {
      block ??= new OpenBlock({ node, block: number, segment: row.segment, start: row.start_offset });
      for (const { line, offset } of linesOf(row)) block.add(line, 0, line.length, offset);
    }
    return block;
  }
}
