/** What is there before the first request: the server's own account, and what a seed file asks for. */
import type { TrentConfig } from '../config.ts';
import type { Iam } from '../services/iam/iam.ts';
import { seedIdentities } from '../services/iam/seed.ts';
import { seedKeys } from '../services/kms/seed.ts';
import { askForOwner } from './seeding.ts';
import type { Services } from './services.ts';

export async function populate(config: TrentConfig, iam: Iam, services: Services, now: number): Promise<void> {
  const { accounts } = iam;
  const seeded = config.seed?.accounts ?? [];
  const own = seeded.find(({ id }) => id === config.account) ?? { id: config.account, administrator: undefined };
  // The server's own account is the oldest: that is how it is known again.
  if (!(await accounts.exists(own.id))) await accounts.create(own.id, now, own.administrator);
  for (const { id, administrator } of seeded) {
    if (!(await accounts.exists(id))) await accounts.create(id, now + 1, administrator);
  }
  await seedIdentities(iam, seeded, now);
  if (!config.seed) return;
  const { kms, modules, perform } = services;
  await seedKeys(kms, config.seed, now);
  for (const [name, module] of modules) await module.seed?.(config.seed, (operation) => askForOwner(perform, name, operation, now));
}
