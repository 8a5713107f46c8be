import { describe, expect, it } from "vitest";
import { copied, environmentOf, only, parseDockerfile } from "./dockerfile.ts";

const [build, image] = parseDockerfile(`# a comment
FROM node:24 AS build
RUN npm ci \\
  --no-audit
FROM node:24-slim
ARG BASE_PATH
ENV PORT=3000 BASE_PATH=$BASE_PATH
COPY --from=build --chown=node:node /app/a /app/b ./c
CMD ["node", "server.js"]
`);

describe("parseDockerfile", () => {
  it("tells the stages apart and joins continued lines", () => {
    expect(build).toMatchObject({
      from: "node:24",
      name: "build",
      instructions: [{ keyword: "RUN", rest: "npm ci    --no-audit" }],
    });
    expect(image).toMatchObject({ from: "node:24-slim", name: undefined });
  });

  it("reads what is copied, set and run", () => {
    if (!image) throw new Error("there are two stages");
    expect(copied(only(image, "COPY"))).toEqual({
      sources: ["/app/a", "/app/b"],
      destination: "./c",
      from: "build",
      chown: "node:node",
    });
    expect(environmentOf(image, { BASE_PATH: "/services/belfry" })).toEqual({
      PORT: "3000",
      BASE_PATH: "/services/belfry",
    });
    expect(JSON.parse(only(image, "CMD"))).toEqual(["node", "server.js"]);
    expect(() => only(image, "USER")).toThrow("no USER");
  });
});
