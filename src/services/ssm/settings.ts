/** The one setting of Parameter Store that accounts have: the tier of parameters for which none is asked. */
import { partitionOf } from '../../base/arn.ts';
import * as faults from './faults.ts';
import type { ParameterStore } from './parameter-store.ts';
import type { SettingRow } from './tables.ts';
import type { ParameterTier, ServiceSetting } from './types.ts';

export const DEFAULT_TIER = '/ssm/parameter-store/default-parameter-tier';
const TIERS: readonly ParameterTier[] = ['Standard', 'Advanced', 'Intelligent-Tiering'];

export interface SettingPlace {
  readonly account: string;
  readonly region: string;
}

/** Settings are named by their path, or by ARN. @throws Fault ServiceSettingNotFound */
export function settingOf(id: string, place: SettingPlace): string {
  const own = settingArn(DEFAULT_TIER, place);
  if (id !== DEFAULT_TIER && id !== own) throw faults.settingNotFound(id);
  return DEFAULT_TIER;
}

export const settingArn = (setting: string, { account, region }: SettingPlace): string =>
  `arn:${partitionOf(region)}:ssm:${region}:${account}:servicesetting${setting}`;

/** @throws Fault ValidationException */
export function checkTier(value: string): void {
  if (!TIERS.some((tier) => tier === value)) throw faults.validation(`The value of ${DEFAULT_TIER} must be one of ${TIERS.join(', ')}.`);
}

export const storedSetting = ({ store }: ParameterStore, { account, region }: SettingPlace): Promise<SettingRow | undefined> =>
  store.db
    .selectFrom('ssm_settings')
    .selectAll()
    .where((where) => where.and({ account, region, setting: DEFAULT_TIER }))
    .executeTakeFirst();

export async function defaultTier(store: ParameterStore, place: SettingPlace): Promise<ParameterTier> {
  return ((await storedSetting(store, place))?.value ?? 'Standard') as ParameterTier;
}

export const shownSetting = (row: SettingRow | undefined, place: SettingPlace): ServiceSetting => ({
  SettingId: DEFAULT_TIER,
  SettingValue: row?.value ?? 'Standard',
  LastModifiedDate: row?.modified_at ?? 0,
  LastModifiedUser: row?.modified_by ?? 'System',
  ARN: settingArn(DEFAULT_TIER, place),
  Status: row ? 'Customized' : 'Default',
});
