import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "#db/client.ts";
import { openEmbedded, type Embedded } from "#db/embedded.ts";
import { keptSecret } from "#db/embedded/folder.ts";
import { migrate } from "#db/migrate.ts";
import { purgeAudit } from "#lib/audit/purge.ts";
import { openLabs } from "#lib/broadcast/labs.ts";
import { purgeBroadcasts } from "#lib/broadcast/purge.ts";
import { startRinging } from "#lib/broadcast/start-ringing.ts";
import { openBus } from "#lib/bus/bus.ts";
import { env, type Env } from "#lib/env.ts";
import { purgeIdempotencyKeys } from "#lib/idempotency/purge.ts";
import { indexWords } from "#lib/inbox/index-words.ts";
import { keepBodies } from "#lib/inbox/kept-bodies.ts";
import { keepListings } from "#lib/inbox/kept-listings.ts";
import { purge } from "#lib/inbox/purge.ts";
import { purgeCalls } from "#lib/inlets/purge.ts";
import { setInstance, systemCtx, type Instance } from "#lib/instance.ts";
import { openJobs } from "#lib/jobs/open-jobs.ts";
import { createHubClient, type HubClient } from "#lib/jupyterhub/client.ts";
import { internalTls, type InternalTls } from "#lib/jupyterhub/internal-tls.ts";
import { watchService } from "#lib/jupyterhub/watch-service.ts";
import { openLive } from "#lib/live/open-live.ts";
import { forgetLimits } from "#lib/limits/forget.ts";
import { Permits } from "#lib/limits/permits.ts";
import { countVisits } from "#lib/limits/visits.ts";
import { createLog, type Log } from "#lib/log.ts";
import { openMetrics } from "#lib/metrics/open-metrics.ts";
import { takeIn } from "#lib/origins/take-in.ts";
import { followHub } from "#lib/origins/follow-hub.ts";
import { openMail } from "#lib/outlets/mail/open-mail.ts";
import { contactOf } from "#lib/outlets/push/contact.ts";
import { openReach } from "#lib/outlets/reach.ts";
import { startSending } from "#lib/outlets/start-sending.ts";
import { ensureFirstAdmin } from "#lib/people/first-admin.ts";
import { forgetEndedSessions } from "#lib/people/forget-ended-sessions.ts";
import { forgetPlaces } from "#lib/people/sign-in-place.ts";
import { keepFixedToken } from "#lib/tokens/fixed.ts";

/** Both in one: what they share is in the bundle once then, and in memory. */
export { start } from "#lib/http/start.ts";

/**
 * Opens the database (embedded unless `DATABASE_URL` is set), brings it up to date and starts the work.
 * @throws Error whose message says which setting or part was at fault
 */
export async function startInstance(): Promise<Instance> {
  const settings = env();
  const log = createLog(settings.LOG_LEVEL);
  // What is wrong with the hub's files is said before anything starts.
  const tls = internalTls(settings);
  const embedded = settings.DATABASE_URL ? undefined : await openEmbeddedDatabase(settings, log);
  try {
    return await startOn(embedded, settings, { log, tls });
  } catch (error) {
    // Nobody else would ever end it.
    await embedded?.stop();
    throw error;
  }
}

/** What everything that is opened for the hub needs. */
interface Means {
  log: Log;
  tls: InternalTls | undefined;
}

async function startOn(embedded: Embedded | undefined, settings: Env, { log, tls }: Means): Promise<Instance> {
  const url = settings.DATABASE_URL ?? embedded?.url ?? "";
  const { DATABASE_CA: ca, DATABASE_POOL: connections } = settings;
  await migrate(url, { ca });
  // One of them listens, and one says that it is heard.
  const database = openDatabase(url, { ca, max: connections - 2 });
  const hub = openHub(settings, { log, tls });
  const labs = openLabs(settings);
  const [bus, jobs] = [await openBus(database), await openJobs(database, log)];
  const live = openLive({ db: database.db, log, bus });
  const permits = new Permits({ db: database.db, log, bus });
  const metrics = openMetrics({ database, live, log });
  const stopWatching = hub && watchService(hub, log);
  const [stopping, leaving] = [new AbortController(), new AbortController()];
  const [reach, mail] = [openReach(settings.OUTLET_ALLOW), await openMail(settings, log)];
  const contact = contactOf(settings);
  let stopRinging = async () => undefined as void;
  let stopSending = async () => undefined as void;
  const leave = () => {
    leaving.abort();
    live.close();
  };
  const endWork = async () => {
    await Promise.all([stopRinging(), stopSending()]);
    await jobs.stop(6000);
  };
  const stop: Instance["stop"] = async (answered) => {
    stopping.abort();
    stopWatching?.();
    const closed = (async () => {
      await Promise.all([endWork(), answered]);
      await permits.close();
      await bus.close();
      mail?.close();
      for (const each of [labs, hub, reach]) each?.close();
      await database.close();
    })();
    // Whatever of it hangs, the database's server must not be left behind.
    await Promise.race([closed, sleep(8000)]).finally(() => embedded?.stop());
  };
  const authSecret = settings.AUTH_SECRET ?? (await keptSecret(embedded?.folder ?? settings.DATA_DIR, "auth-secret"));
  const running: Instance = {
    env: settings,
    log,
    database,
    authSecret,
    bus,
    live,
    jobs,
    hub,
    labs,
    takeIn,
    metrics,
    visits: countVisits(),
    permits,
    listings: keepListings(),
    bodies: keepBodies(),
    reach,
    mail,
    contact,
    stopping: stopping.signal,
    leaving: leaving.signal,
    leave,
    stop,
  };
  await prepareAccounts(running);
  stopRinging = await startRinging(systemCtx(running), { ...running, alone: embedded !== undefined });
  stopSending = startSending(
    { ...systemCtx(running), authSecret, reach, mail, contact, stopping: stopping.signal },
    bus,
  );
  if (hub) await jobs.regularly("follow-hub", "every two minutes", () => followHub(running));
  await jobs.regularly("index-words", "every two minutes", () => indexWords(systemCtx(running), stopping.signal));
  await jobs.regularly("purge", "daily", async () => {
    await purge(systemCtx(running), { retentionDays: settings.RETENTION_DAYS });
    await purgeBroadcasts(systemCtx(running), { retentionDays: settings.RETENTION_DAYS });
    await purgeAudit(systemCtx(running), { retentionDays: settings.RETENTION_DAYS });
    await purgeCalls(systemCtx(running));
    await purgeIdempotencyKeys(systemCtx(running));
    await forgetLimits(systemCtx(running));
    await forgetEndedSessions(systemCtx(running));
    await forgetPlaces(systemCtx(running), { retentionDays: settings.RETENTION_DAYS });
  });
  setInstance(running);
  return running;
}

async function openEmbeddedDatabase(settings: Env, log: Log): Promise<Embedded> {
  const embedded = await openEmbedded({
    dataDir: settings.DATA_DIR,
    say: (message, error) => (error ? log.error({ err: error }, message) : log.warn(message)),
  });
  log.info({ folder: embedded.folder }, "the embedded Postgres is ready");
  return embedded;
}

function openHub(settings: Env, { log, tls }: Means): HubClient | undefined {
  const { JUPYTERHUB_API_URL: apiUrl, JUPYTERHUB_API_TOKEN: apiToken } = settings;
  if (!apiUrl || !apiToken) {
    log.info("no JupyterHub is configured (JUPYTERHUB_API_URL, JUPYTERHUB_API_TOKEN): broadcasts are off");
    return undefined;
  }
  const hub = createHubClient({
    apiUrl,
    apiToken,
    concurrency: settings.HUB_CONCURRENCY,
    tls,
    onUnsettled: () =>
      log.warn("the hub's list of servers changed each time it was read: one that has just come may be missing"),
  });
  // The hub gives every service that it starts a client id; without a public address parseEnv leaves it out.
  if (settings.JUPYTERHUB_SERVICE_PREFIX !== undefined && !settings.JUPYTERHUB_CLIENT_ID) {
    log.warn(
      "sign-in through the hub and other providers is off: the address people open is not known; set c.JupyterHub.public_url at the hub, or AUTH_URL in this service's environment",
    );
  }
  return hub;
}

/** The first admin, and the token from the environment. A password that had to be made up is printed once. */
async function prepareAccounts(running: Instance): Promise<void> {
  const { ADMIN_USERNAME, ADMIN_PASSWORD: password, ADMIN_TOKEN, ...settings } = running.env;
  const ctx = systemCtx(running);
  const username = ADMIN_USERNAME ?? "admin";
  const elsewhere = settings.JUPYTERHUB_CLIENT_ID ?? settings.AUTH_GITHUB_ID ?? settings.AUTH_OIDC_ISSUER;
  // The token acts as an admin, who must be there before anybody has signed in.
  const wanted =
    ADMIN_USERNAME !== undefined || password !== undefined || ADMIN_TOKEN !== undefined || elsewhere === undefined;
  const madeUp = wanted ? await ensureFirstAdmin(ctx, { username, password }) : undefined;
  // Not a log line: logs are kept and shipped, this is for the person at the terminal.
  if (madeUp) process.stdout.write(`\n  Shown this once: sign in as ${username} with the password ${madeUp}\n\n`);
  await keepFixedToken(ctx, ADMIN_TOKEN);
}
