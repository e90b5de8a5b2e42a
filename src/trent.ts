/** The wiring: config -> store -> keyring -> services -> spine -> listener. `assembly/` has the parts. */
import { authenticationOf, noteUse } from './assembly/authentication.ts';
import { indexWork, openEventIndex } from './assembly/event-index.ts';
import { Jobs } from './assembly/jobs.ts';
import { populate } from './assembly/populate.ts';
import { RunningTrent } from './assembly/running.ts';
import { assembleServices, type Services } from './assembly/services.ts';
import { certificateFile, tlsIdentity } from './assembly/tls.ts';
import { openAuditTrail, trailWork } from './assembly/trail.ts';
import { openVault } from './assembly/vault.ts';
import { committerOf } from './audit/records/service-records.ts';
import type { OpenTrail } from './audit/open-trail.ts';
import { TrailUnavailable } from './audit/trail.ts';
import { Authority } from './authz/authorise.ts';
import { type Clock, ManualClock, systemClock } from './base/clock.ts';
import type { Trent, TrentConfig } from './config.ts';
import { randomUuid } from './crypto/random.ts';
import { type RunningServer, startServer } from './http/server.ts';
import { encodeFault } from './protocol/codecs/json.ts';
import { frontEndFault } from './protocol/faults.ts';
import { Router } from './protocol/route.ts';
import { Spine } from './request.ts';
import { StoreUnavailable } from './store/errors.ts';

export { openOffline, type Offline } from './assembly/offline.ts';

type Report = (error: unknown, requestId?: string) => void;

const told = new WeakSet<object>();

/** Nothing in the program is at fault, so the place in it would tell nobody anything. */
const isOutage = (error: unknown): error is Error => error instanceof StoreUnavailable || error instanceof TrailUnavailable;

/** One failure, such as of the audit trail, may refuse many requests: it is told once. */
const reportToStderr: Report = (error, requestId) => {
  if (error instanceof Error && told.has(error)) return;
  if (error instanceof Error) told.add(error);
  const detail = isOutage(error) ? `${error.name}: ${error.message}` : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`trent: ${requestId === undefined ? '' : `request ${requestId}: `}${detail}\n`);
};

/** @throws UsageError for everything that the person who started it can put right */
export async function startTrent(config: TrentConfig, report: Report = reportToStderr): Promise<Trent> {
  const clock = config.clock === 'manual' ? new ManualClock(systemClock.now()) : systemClock;
  const vault = await openVault(config, clock);
  let opened: OpenTrail | undefined;
  let server: RunningServer | undefined;
  try {
    opened = await openAuditTrail(config, vault, clock, report);
    const { trail } = opened;
    const authority = new Authority({ attachedTo: (caller) => vault.iam.directory.attachedTo(caller) });
    const commit = committerOf(trail, clock);
    const perform: Spine['call'] = (...call) => spine.call(...call);
    const events = openEventIndex(config, vault, opened.journal, report);
    const assembled = assembleServices({ config, vault, authority, clock, perform, commit, events, journal: opened.journal, report, endpoint: () => server?.url });
    if (!config.audit?.dropUndelivered) opened.keepFor(() => assembled.delivery.deliveredUpTo());
    const services = { ...assembled, work: [...assembled.work, indexWork(events, config, vault), trailWork(opened)] };
    const spine = new Spine({
      router: new Router(services.definitions),
      authenticate: authenticationOf(config, vault.iam, services.sts, clock),
      noteUse: (caller, service, now) => noteUse(vault.iam, caller, service, now),
      authority,
      trail,
      clock,
      report,
    });
    await populate(config, vault.iam, services, clock.now());
    const jobs = jobsOf(services, report);
    await jobs.runDue();
    server = await listen(config, spine, clock, report);
    jobs.start();
    return new RunningTrent({ config, vault, services, clock, server, jobs, audit: opened, events });
  } catch (error) {
    await opened?.close();
    await vault.store.close();
    throw error;
  }
}

const jobsOf = ({ work }: Services, report: Report): Jobs =>
  new Jobs(
    work.flatMap(({ due }) => due ?? []),
    work.flatMap(({ late }) => late ?? []),
    report,
  );

async function listen(config: TrentConfig, spine: Spine, clock: Clock, report: Report): Promise<RunningServer> {
  return startServer({
    host: config.host,
    port: config.port,
    tls: await tlsIdentity(config, clock, certificateFile(config)),
    clock,
    handle: spine.handle,
    bodyLimit: spine.bodyLimit,
    newRequestId: randomUuid,
    reject: (problem) => encodeFault(frontEndFault(problem)),
    onError: report,
  });
}
