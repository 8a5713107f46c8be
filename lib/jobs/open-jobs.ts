import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss, type Db as QueueDatabase } from "pg-boss";
import type { Database, Db } from "#db/client.ts";
import type { Log } from "#lib/log.ts";

/** The kinds of work done outside a request, and what each is told. */
export interface JobInput {
  /** Ring the labs of one broadcast. */
  broadcast: { id: number };
  /** Delete what is older than the retention. */
  purge: Record<string, never>;
  /** Give words to notifications that can't be searched for yet. */
  "index-words": Record<string, never>;
  /** Look at the hub for who is an admin there, or gone. */
  "follow-hub": Record<string, never>;
}

export type JobName = keyof JobInput;

/** In the small hours, off the full hour, when everybody's daily work begins; or often enough for five minutes to be kept. */
const crons = { daily: "17 3 * * *", "every two minutes": "*/2 * * * *" } as const;
export type Times = keyof typeof crons;

/** Where work is left to be done. */
export interface Jobs {
  /** Leaves a job; on a transaction it exists exactly if that commits. */
  send: <N extends JobName>(db: Db, name: N, input: JobInput[N], options?: { startAfter?: Date }) => Promise<void>;
  /** Takes jobs of one kind, several at once; the job is done when `work` resolves. */
  work: <N extends JobName>(name: N, concurrency: number, work: (input: JobInput[N]) => Promise<void>) => Promise<void>;
  /** Does the work at those times, on whichever instance comes first; what fails is made up for by the next time. */
  regularly: (
    name: "purge" | "follow-hub" | "index-words",
    times: Times,
    work: () => Promise<unknown>,
  ) => Promise<void>;
  /** Ends taking jobs and waits for those in hand, for at most `timeoutMs`. */
  stop: (timeoutMs: number) => Promise<void>;
}

/**
 * Opens the queues. They lie in the same database (schema `pgboss`), so a job and what it is about commit together.
 * A failed job is not tried again by itself: what is left to do is in the tables, and a sweep finds it there.
 * @see docs/decisions/0025-jobs-beside-leases.md
 */
export async function openJobs(database: Pick<Database, "ask" | "listen">, log: Log): Promise<Jobs> {
  // Its register of instances is of no use here, and times the event loop fifty times a second for it.
  const boss = new PgBoss({ db: onDatabase(database), useListenNotify: true, registerInstance: false });
  boss.on("error", (error) => log.error({ err: error }, "job queue"));
  await boss.start();
  const names: JobName[] = ["broadcast", "purge", "follow-hub", "index-words"];
  for (const name of names) {
    await boss.createQueue(name, { notify: true, retryLimit: 0, heartbeatSeconds: 10, expireInSeconds: 6 * 3600 });
  }
  const work: Jobs["work"] = async (name, concurrency, handle) => {
    await boss.work<JobInput[typeof name]>(
      name,
      { localConcurrency: concurrency, batchSize: 1, pollingIntervalSeconds: 1 },
      async ([job]) => {
        if (!job) return;
        try {
          await handle(job.data);
        } catch (error) {
          log.error({ err: error, job: name, input: job.data }, "job failed");
          throw error;
        }
      },
    );
  };
  return {
    async send(db, name, input, { startAfter } = {}) {
      await boss.send(name, input, { db: fromDrizzle(db, sql), ...(startAfter && { startAfter }) });
    },
    work,
    async regularly(name, times, handle) {
      await boss.schedule(name, crons[times]);
      await work(name, 1, async () => {
        await handle();
      });
    },
    stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs }),
  };
}

/** The queues' statements and their LISTEN on our own connections, so that one driver reads `DATABASE_URL`, once. */
function onDatabase({ ask, listen }: Pick<Database, "ask" | "listen">): QueueDatabase {
  return {
    executeSql: async (text, values) => ({ rows: await ask(text, values) }),
    listen: (channel, hear, listening) => listen(channel, { hear, listening }),
  };
}
