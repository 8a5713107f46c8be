/**
 * Loaded into a Belfry under test (`--import`): every name below `localhost` is this machine, as RFC 6761 has it and
 * browsers do, and not each system's resolver.
 */
import { Resolver } from "node:dns/promises";

const { resolve4 } = Resolver.prototype;

/** @param {string} name @param {never[]} rest */
Resolver.prototype.resolve4 = function (name, ...rest) {
  return name.endsWith(".localhost") ? Promise.resolve(["127.0.0.1"]) : resolve4.call(this, name, ...rest);
};
