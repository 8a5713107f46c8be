import manifest from "../package.json" with { type: "json" };

/** Which Belfry this is, as its releases are called. */
export const { version } = manifest;
