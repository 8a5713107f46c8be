/**
 * Published once, by `start.ts`, when this process can answer, with what puts it in front of a server: by a name that
 * both know, as the command that listens is no part of the build.
 */
export const readyChannel = "belfry.ready";
