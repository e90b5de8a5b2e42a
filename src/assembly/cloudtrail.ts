/** CloudTrail put together: trails, their delivery, look-ups. */
import { TrailDelivery } from '../audit/delivery/delivery.ts';
import type { DeliveryTables } from '../audit/delivery/tables.ts';
import type { DigestPublicKey } from '../audit/journal/digest-signer.ts';
import { DAY_MS, SECOND_MS } from '../base/clock.ts';
import { type CloudTrail, createCloudTrail } from '../services/cloudtrail/cloudtrail.ts';
import { cloudTrailIntegration } from '../services/cloudtrail/integration.ts';
import type { CloudTrailTables } from '../services/cloudtrail/tables.ts';
import { kmsFor, type ServicesParts } from './services.ts';

/** As with AWS. */
const DELIVERY_SECONDS = 300;
const DIGEST_SECONDS = 3_600;

export function assembleCloudTrail(parts: ServicesParts): { readonly cloudtrail: CloudTrail; readonly delivery: TrailDelivery } {
  const { config, vault, clock, journal, events, report } = parts;
  const { store, keyring, ownedKeys } = vault;
  const { sink, deliverySeconds = DELIVERY_SECONDS, digestSeconds = DIGEST_SECONDS } = config.trails ?? {};
  const signer = ownedKeys.signer('cloudtrail', 'log-signing');
  const kms = kmsFor(cloudTrailIntegration, parts);
  const periods = { delivery: deliverySeconds * SECOND_MS, digest: digestSeconds * SECOND_MS };
  const delivery = new TrailDelivery({ store: store.tables<DeliveryTables>(), journal, clock, signer, kms, sink, periods, report });
  const publicKeys = () => signer.publicKeys().map((key) => publicKey(key, clock.now()));
  const made = { store: store.tables<CloudTrailTables>(), keyring, deliveries: delivery, kms, events, publicKeys };
  return { cloudtrail: createCloudTrail(made), delivery };
}

/** Until the next key is made, this one signs, and no end is known. */
const OPEN_DAYS = 366;

const publicKey = ({ fingerprint, pkcs1, validFrom, validTo }: DigestPublicKey, now: number) => ({
  Value: pkcs1,
  Fingerprint: fingerprint,
  ValidityStartTime: validFrom,
  ValidityEndTime: validTo ?? now + OPEN_DAYS * DAY_MS,
});
