/** Which trails there are, and who sees them: a multi-Region trail is seen from every region, as a shadow. */
import type { RequestContext } from '../../base/operation.ts';
import type { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import * as faults from './faults.ts';
import { namedTrail, trailArn, type NamedTrail } from './names.ts';
import type { CloudTrailTables, TrailRow } from './tables.ts';

/** User guide, "Quotas in AWS CloudTrail". A multi-Region trail counts in every region. */
const TRAILS_PER_REGION_MAX = 5;

export const arnOf = ({ region, account, name }: Pick<TrailRow, 'region' | 'account' | 'name'>): string =>
  trailArn(region, account, name);

export class Trails {
  readonly #store: Store<CloudTrailTables>;

  constructor(store: Store<CloudTrailTables>) {
    this.#store = store;
  }

  find({ account, region, name }: Pick<TrailRow, 'account' | 'region' | 'name'>): Promise<TrailRow | undefined> {
    const rows = this.#store.db.selectFrom('cloudtrail_trails').selectAll().where('account', '=', account);
    return rows.where('region', '=', region).where('name', '=', name).executeTakeFirst();
  }

  /** For reads: by name the trails of this region alone, by ARN those of all. */
  async named(text: string, { caller }: RequestContext): Promise<{ readonly named: NamedTrail; readonly row: TrailRow | undefined }> {
    const named = namedTrail(text, caller.account, caller.region);
    return { named, row: named.account === caller.account ? await this.find(named) : undefined };
  }

  /** Seen from a region, in order of their homes and names. */
  seenFrom(account: string, region: string): Promise<TrailRow[]> {
    const rows = this.#store.db.selectFrom('cloudtrail_trails').selectAll().where('account', '=', account);
    return rows
      .where((where) => where.or([where('region', '=', region), where('multi_region', '=', 1)]))
      .orderBy('region')
      .orderBy('name')
      .execute();
  }

  /** Of all regions, in order of `pageKeyOf`. @param after empty at first */
  page(account: string, after: string, count: number): Promise<TrailRow[]> {
    const [region = '', name = ''] = after.split(' ');
    const rows = this.#store.db.selectFrom('cloudtrail_trails').selectAll().where('account', '=', account);
    return rows
      .where((where) => where.or([where('region', '>', region), where.and([where('region', '=', region), where('name', '>', name)])]))
      .orderBy('region')
      .orderBy('name')
      .limit(count)
      .execute();
  }

  /**
   * That there is room for a trail, and none of its name, in each region that would see it; holds at the commit.
   * @param before what it is until now, when there is one
   * @throws Fault TrailAlreadyExistsException, MaximumNumberOfTrailsExceededException
   */
  async claim(unit: Unit, wanted: Pick<TrailRow, 'account' | 'region' | 'name' | 'multi_region'>, before?: TrailRow): Promise<void> {
    const { account, region, name } = wanted;
    await this.#count(unit, account);
    const all = await this.#store.db.selectFrom('cloudtrail_trails').selectAll().where('account', '=', account).execute();
    const others = all.filter((row) => row.delivery_id !== before?.delivery_id);
    const meeting = others.filter((row) => row.multi_region === 1 || wanted.multi_region === 1 || row.region === region);
    if (meeting.some((row) => row.name === name)) throw faults.trailExists(name, account);
    const homes = wanted.multi_region === 1 ? new Set([region, ...others.map((row) => row.region)]) : [region];
    for (const home of homes) {
      const seen = others.filter((row) => row.multi_region === 1 || row.region === home);
      if (seen.length >= TRAILS_PER_REGION_MAX) throw faults.tooManyTrails(account, TRAILS_PER_REGION_MAX, home);
    }
  }

  /** Of two that claim at once, one loses. */
  async #count(unit: Unit, account: string): Promise<void> {
    const { db } = this.#store;
    const found = await db.selectFrom('cloudtrail_accounts').selectAll().where('account', '=', account).executeTakeFirst();
    if (!found) unit.write(db.insertInto('cloudtrail_accounts').values({ account, version: 1 }), 1);
    else {
      const next = db.updateTable('cloudtrail_accounts').set({ version: found.version + 1 }).where('account', '=', account);
      unit.write(next.where('version', '=', found.version), 1);
    }
  }

  insert(unit: Unit, row: TrailRow): void {
    unit.write(this.#store.db.insertInto('cloudtrail_trails').values(row), 1);
  }

  update(unit: Unit, row: TrailRow, changes: Partial<TrailRow>): TrailRow {
    const changed = { ...row, ...changes, version: row.version + 1 };
    const { account: _account, region: _region, name: _name, ...values } = changed;
    const rows = this.#store.db.updateTable('cloudtrail_trails').set(values).where('account', '=', row.account);
    unit.write(rows.where('region', '=', row.region).where('name', '=', row.name).where('version', '=', row.version), 1);
    return changed;
  }

  delete(unit: Unit, row: TrailRow): void {
    const rows = this.#store.db.deleteFrom('cloudtrail_trails').where('account', '=', row.account);
    unit.write(rows.where('region', '=', row.region).where('name', '=', row.name).where('version', '=', row.version), 1);
    const tags = this.#store.db.deleteFrom('cloudtrail_tags').where('account', '=', row.account);
    unit.write(tags.where('region', '=', row.region).where('name', '=', row.name));
  }
}

export const pageKeyOf = ({ region, name }: TrailRow): string => `${region} ${name}`;
