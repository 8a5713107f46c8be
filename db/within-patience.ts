/** How long the database may take to answer whoever only looks at it, before it counts as gone. */
const patienceMs = 2000;

/** What the database was asked. @throws Error when it does not answer in 2 s; what it answers then is dropped */
export function withinPatience<T>(asked: PromiseLike<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const error = new Error(`the database did not answer within ${patienceMs} ms`);
  setTimeout(() => late.reject(error), patienceMs).unref();
  return Promise.race([asked, late.promise]);
}
