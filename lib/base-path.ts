/** Stands for {@link basePath} in a build, which fits every one; `scripts/start/place.ts` puts the real one in. */
export const builtPath = "/belfry-base-path";

/**
 * Where the application is mounted, such as `/services/belfry`; empty at a host's root. Known before anything else of the
 * environment is: `next.config.js` asks as well. `parseEnv` checks it.
 */
export const basePath = (process.env["BASE_PATH"] || process.env["JUPYTERHUB_SERVICE_PREFIX"] || "").replace(
  /\/+$/,
  "",
);
