/** Closed blocks, in the database: written whole, read by term or id, dropped with what they index. */
import type { SelectQueryBuilder } from 'kysely';
import { type BlockHead, type BlockEvents, packEvents, unpackEvents } from './block.ts';
import { LruMap } from '../../base/lru.ts';
import { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { OpenBlock } from './open-block.ts';
import { bucketOf, BUCKETS, numbersIn, packTerms } from './postings.ts';
import type { AuditBlocksTable, IndexTables } from './tables.ts';

/** Rows of terms that are read at once: of 100 to 10,000 bytes each. */
const ROWS_A_READ = 100;
/** Of some 100 KB each. */
const UNPACKED_MAX = 64;

export type BlockName = Pick<BlockHead, 'node' | 'block'>;

/** Milliseconds since 1970, both inclusive. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A block that has what is looked for. */
export interface Found extends BlockName {
  readonly maxTime: number;
  /** Of its events, ascending. */
  readonly numbers: readonly number[];
}

export class BlockStore {
  readonly #store: Store<IndexTables>;
  readonly #unpacked = new LruMap<BlockEvents & { readonly head: BlockHead }>(UNPACKED_MAX);
  #uses = 0;

  constructor(store: Store<IndexTables>) {
    this.#store = store;
  }

  async write(block: OpenBlock): Promise<void> {
    const { head, terms } = block;
    const unit = new Unit();
    unit.write(this.#store.db.insertInto('audit_blocks').values({ ...rowOf(head), packed_events: packEvents(head.start, block) }), 1);
    const name = { max_time: head.maxTime, node: head.node, block: head.block, min_time: head.minTime };
    const rows = packTerms(terms, head.events).map(({ bucket, entries }) => ({ bucket, ...name, entries }));
    unit.write(this.#store.db.insertInto('audit_terms').values(rows), rows.length);
    // The number that it was based on: two indexers of one journal do not pass each other.
    const nodes = this.#store.db.updateTable('audit_nodes').set({ closed: head.block });
    unit.write(nodes.where('node', '=', head.node).where('closed', '=', head.block - 1), 1);
    await this.#store.commit(unit);
  }

  async last(node: string): Promise<BlockHead | undefined> {
    const newest = this.#store.db.selectFrom('audit_blocks').where('node', '=', node).orderBy('block', 'desc').limit(1);
    const row = await newest.selectAll().executeTakeFirst();
    return row && headOf(row);
  }

  /** Makes the node known. @returns the number of its last block */
  async enter(node: string): Promise<number> {
    const unit = new Unit();
    unit.write(this.#store.db.insertInto('audit_nodes').values({ node, closed: 0 }).onConflict((name) => name.column('node').doNothing()));
    await this.#store.commit(unit);
    const row = this.#store.db.selectFrom('audit_nodes').select('closed').where('node', '=', node);
    return (await row.executeTakeFirstOrThrow()).closed;
  }

  /** Blocks that have the term, those whose last event is the newest first. */
  async *withTerm(term: number, { from, to }: TimeRange): AsyncGenerator<Found> {
    const bucket = bucketOf(term);
    for (let after: Found | undefined; ; ) {
      let query = this.#store.db
        .selectFrom('audit_terms')
        .select(['max_time', 'node', 'block', 'entries'])
        .where('bucket', '=', bucket)
        .where('max_time', '>=', from)
        .where('min_time', '<=', to);
      if (after !== undefined) {
        const { maxTime, node, block } = after;
        query = query.where('max_time', '<=', maxTime).where((is) => {
          const later = is.or([is('node', '<', node), is.and([is('node', '=', node), is('block', '<', block)])]);
          return is.or([is('max_time', '<', maxTime), later]);
        });
      }
      const newestFirst = query.orderBy('max_time', 'desc').orderBy('node', 'desc').orderBy('block', 'desc');
      const rows = await newestFirst.limit(ROWS_A_READ).execute();
      for (const { max_time, node, block, entries } of rows) {
        after = { maxTime: max_time, node, block, numbers: numbersIn(entries, term) };
        if (after.numbers.length > 0) yield after;
      }
      if (rows.length < ROWS_A_READ) return;
    }
  }

  /** Blocks among whose event ids one of this time may be. */
  async around(idTime: number): Promise<BlockHead[]> {
    const rows = await this.#store.db
      .selectFrom('audit_blocks')
      .select(HEAD_COLUMNS)
      .where('max_id_time', '>=', idTime)
      .where('min_id_time', '<=', idTime)
      .execute();
    return rows.map(headOf);
  }

  /** `undefined` for a block that has been dropped meanwhile. */
  async events({ node, block }: BlockName): Promise<(BlockEvents & { readonly head: BlockHead }) | undefined> {
    const name = `${node} ${block}`;
    const known = this.#unpacked.get(name, ++this.#uses);
    if (known !== undefined) return known;
    const row = await this.#store.db.selectFrom('audit_blocks').selectAll().where('node', '=', node).where('block', '=', block).executeTakeFirst();
    if (row === undefined) return undefined;
    const unpacked = { head: headOf(row), ...unpackEvents(row.start_offset, row.packed_events) };
    this.#unpacked.set(name, unpacked, this.#uses);
    return unpacked;
  }

  /** Of the node's blocks, those of segments before this one. */
  async dropSegmentsBefore(node: string, segment: number): Promise<void> {
    await this.#drop(() => this.#names().where('node', '=', node).where('segment', '<', segment).orderBy('block'));
  }

  /** Of all nodes' blocks, those without an event as young as this. */
  async dropOlderThan(time: number): Promise<void> {
    await this.#drop(() => this.#names().where('max_time', '<', time).orderBy('max_time'));
  }

  /** Of the node: it begins anew. */
  async dropAll(node: string): Promise<void> {
    await this.#drop(() => this.#names().where('node', '=', node));
    const unit = new Unit();
    unit.write(this.#store.db.updateTable('audit_nodes').set({ closed: 0 }).where('node', '=', node));
    await this.#store.commit(unit);
  }

  /** Of journals that are no more. */
  async dropOthers(than: string): Promise<void> {
    await this.#drop(() => this.#names().where('node', '<>', than));
    const unit = new Unit();
    unit.write(this.#store.db.deleteFrom('audit_nodes').where('node', '<>', than));
    await this.#store.commit(unit);
  }

  #names(): SelectQueryBuilder<IndexTables, 'audit_blocks', DroppedRow> {
    return this.#store.db.selectFrom('audit_blocks').select(['node', 'block', 'max_time']).limit(ROWS_A_READ);
  }

  async #drop(some: () => SelectQueryBuilder<IndexTables, 'audit_blocks', DroppedRow>): Promise<void> {
    for (;;) {
      const blocks = await some().execute();
      if (blocks.length === 0) return;
      for (const block of blocks) await this.#dropOne(block);
    }
  }

  async #dropOne({ node, block, max_time }: DroppedRow): Promise<void> {
    const { db } = this.#store;
    const unit = new Unit();
    const terms = db.deleteFrom('audit_terms').where('bucket', 'in', ALL_BUCKETS).where('max_time', '=', max_time);
    unit.write(terms.where('node', '=', node).where('block', '=', block));
    unit.write(db.deleteFrom('audit_lines').where('node', '=', node).where('block', '=', block));
    unit.write(db.deleteFrom('audit_blocks').where('node', '=', node).where('block', '=', block));
    await this.#store.commit(unit);
    this.#unpacked.delete(`${node} ${block}`);
  }
}

type DroppedRow = Pick<AuditBlocksTable, 'node' | 'block' | 'max_time'>;

const ALL_BUCKETS = Array.from({ length: BUCKETS }, (_, bucket) => bucket);

const HEAD_COLUMNS = [
  'node', 'block', 'segment', 'start_offset', 'end_offset', 'events', 'min_time', 'max_time', 'min_id_time', 'max_id_time',
] as const satisfies readonly (keyof AuditBlocksTable)[];

type HeadRow = Pick<AuditBlocksTable, (typeof HEAD_COLUMNS)[number]>;

const rowOf = (head: BlockHead): HeadRow => ({
  node: head.node,
  block: head.block,
  segment: head.segment,
  start_offset: head.start,
  end_offset: head.end,
  events: head.events,
  min_time: head.minTime,
  max_time: head.maxTime,
  min_id_time: head.minIdTime,
  max_id_time: head.maxIdTime,
});

const headOf = (row: HeadRow): BlockHead => ({
  node: row.node,
  block: row.block,
  segment: row.segment,
  start: row.start_offset,
  end: row.end_offset,
  events: row.events,
  minTime: row.min_time,
  maxTime: row.max_time,
  minIdTime: row.min_id_time,
  maxIdTime: row.max_id_time,
});
