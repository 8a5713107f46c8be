/**
 * Whether the addresses that were built in are those that a hub's proxy leads here.
 * @param prefix the hub's `JUPYTERHUB_SERVICE_PREFIX` without a slash at its end; nothing without a hub's proxy
 * @throws Error that says what to build
 */
export function checkPrefix(prefix: string | undefined, basePath: string): void {
  if (prefix === undefined || prefix === basePath) return;
  throw new Error(
    `JUPYTERHUB_SERVICE_PREFIX is ${prefix || "/"}, but this build answers at ${basePath || "/"}; build it with BASE_PATH=${prefix}`,
  );
}
