# The application as one image, for every path that it may be mounted at: docker build -t belfry .
# docs/deploy-jupyterhub.md says how to run it; compose.yaml runs it beside a Postgres.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
ENV BUILD_STANDALONE=1 NEXT_TELEMETRY_DISABLED=1
RUN npm run build
# A first start with the embedded Postgres then has no database to make.
RUN node scripts/ready-cluster.ts .next/standalone
# Made here, so that the image's own user owns it.
RUN mkdir -p .data

FROM node:24-bookworm-slim
WORKDIR /app
# Docker sets HOSTNAME to the container's id, which is no address to listen on.
ENV NODE_ENV=production HOSTNAME=0.0.0.0 PORT=3000
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
COPY --from=build --chown=node:node /app/.data ./.data
USER node
EXPOSE 3000
# The pages for the path where it is mounted; without DATABASE_URL also the embedded Postgres.
VOLUME /app/.data
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["node", "scripts/healthy.ts"]
CMD ["node", "scripts/start.mjs"]
