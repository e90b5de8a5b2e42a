/** Get, update and reset of the account's default tier. */
import { accountAsk } from '../asks.ts';
import type { Op, ParameterStore } from '../parameter-store.ts';
import { checkTier, settingArn, settingOf, shownSetting, storedSetting } from '../settings.ts';
import type { RequestContext, Resolved } from '../../../base/operation.ts';

type SettingOperation = 'GetServiceSetting' | 'UpdateServiceSetting' | 'ResetServiceSetting';

const resolveSetting =
  (operation: SettingOperation) =>
  ({ SettingId }: { SettingId: string }, context: RequestContext): Resolved<undefined> => {
    const resource = SettingId.startsWith('arn:') ? SettingId : settingArn(SettingId, context.caller);
    return { asks: [accountAsk(operation, context, resource)], target: undefined };
  };

export const getServiceSetting = (store: ParameterStore): Op<'GetServiceSetting', undefined> => ({
  resolve: resolveSetting('GetServiceSetting'),
  async run({ SettingId }, { caller }) {
    settingOf(SettingId, caller);
    return { ServiceSetting: shownSetting(await storedSetting(store, caller), caller) };
  },
});

export const updateServiceSetting = (store: ParameterStore): Op<'UpdateServiceSetting', undefined> => ({
  resolve: resolveSetting('UpdateServiceSetting'),
  run({ SettingId, SettingValue }, { caller, now, unit }) {
    const { account, region, principal } = caller;
    const setting = settingOf(SettingId, caller);
    checkTier(SettingValue);
    const change = { value: SettingValue, modified_at: now, modified_by: principal.arn };
    unit.write(
      store.store.db
        .insertInto('ssm_settings')
        .values({ account, region, setting, ...change })
        .onConflict((conflict) => conflict.columns(['account', 'region', 'setting']).doUpdateSet(change)),
      1,
    );
    return {};
  },
});

export const resetServiceSetting = (store: ParameterStore): Op<'ResetServiceSetting', undefined> => ({
  resolve: resolveSetting('ResetServiceSetting'),
  run({ SettingId }, { caller, unit }) {
    const { account, region } = caller;
    const setting = settingOf(SettingId, caller);
    unit.write(store.store.db.deleteFrom('ssm_settings').where((where) => where.and({ account, region, setting })));
    return { ServiceSetting: shownSetting(undefined, caller) };
  },
});
