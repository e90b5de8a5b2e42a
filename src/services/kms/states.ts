/** What each key state allows: "Key states of AWS KMS keys" of the developer guide, as rows. */
import type { Fault } from '../../base/errors.ts';
import * as faults from './faults.ts';
import type { KeyRecord } from './key-record.ts';
import type { KeyState } from './types.ts';

type Verdict = (arn: string) => Fault | undefined;
type StateRule = { readonly [S in KeyState]: Verdict };

const yes: Verdict = () => undefined;
const creating: Verdict = (arn) => faults.invalidState(`${arn} is creating.`);
const updating: Verdict = (arn) => faults.invalidState(`${arn} is updating.`);
const unavailable: Verdict = (arn) => faults.invalidState(`${arn} is unavailable.`);

const base = {
  Enabled: yes,
  Creating: creating,
  Updating: yes,
  Unavailable: unavailable,
  PendingDeletion: faults.pendingDeletion,
  PendingReplicaDeletion: faults.pendingReplicaDeletion,
};

/** Rules by name; an operation names the one it follows. */
export const STATE_RULES = {
  /** Cryptographic operations, CreateGrant, ReplicateKey. */
  use: { ...base, Disabled: faults.disabled, PendingImport: faults.pendingImport },
  /** GetPublicKey. */
  publicKey: { ...base, Disabled: yes, PendingImport: yes },
  /** CreateAlias, TagResource, UntagResource, UpdateKeyDescription, UpdateAlias's new target. */
  describe: { ...base, Disabled: yes, PendingImport: yes, Creating: yes, Unavailable: yes },
  /** EnableKey, DisableKey. */
  toggle: { ...base, Disabled: yes, PendingImport: faults.pendingImport, Unavailable: yes, Updating: updating },
  /** ScheduleKeyDeletion. */
  scheduleDeletion: { ...base, Disabled: yes, PendingImport: yes, Creating: yes, Unavailable: yes, Updating: updating },
  /** GetParametersForImport, ImportKeyMaterial. */
  import: { ...base, Disabled: yes, PendingImport: yes },
  cancelDeletion: {
    Enabled: faults.notPendingDeletion,
    Disabled: faults.notPendingDeletion,
    PendingImport: faults.notPendingDeletion,
    Creating: faults.notPendingDeletion,
    Updating: faults.notPendingDeletion,
    Unavailable: faults.notPendingDeletion,
    PendingDeletion: yes,
    PendingReplicaDeletion: yes,
  },
} as const satisfies { readonly [rule: string]: StateRule };

/** @throws Fault DisabledException or KMSInvalidStateException */
export function requireState(key: KeyRecord, rule: keyof typeof STATE_RULES): void {
  if (key.row.state === 'Enabled' && rule !== 'cancelDeletion') return;
  const fault = STATE_RULES[rule][key.row.state](key.arn);
  if (fault) throw fault;
}
