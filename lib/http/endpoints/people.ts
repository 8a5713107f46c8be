import { z } from "zod";
import { newPassword, role, username } from "#lib/people/schema.ts";
import { endpoint } from "../endpoint.ts";
import { pageHeaders, pageQuery } from "../page.ts";
import { someName } from "./parameters.ts";

const account = z
  .strictObject({
    username: z.string(),
    provider: z.string().describe("Who vouches for the name: `local`, `jupyterhub`, `github` or `oidc`"),
    role,
    disabled: z.boolean().describe("Whether they are kept out"),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Person" });
const named = z.strictObject({ username: someName });
const nobody = { description: "Nobody has that name" };
const password = newPassword.optional().describe("Left out: one is made up, and told in the answer, once");
const told = z.string().optional().describe("The one that was made up");

export const listPeople = endpoint({
  method: "get",
  path: "/api/people",
  summary: "The accounts",
  guard: "admin",
  query: pageQuery.extend({ find: someName.optional().describe("A part of the name, whatever its case") }),
  answers: {
    200: {
      description: "By name",
      body: z.strictObject({ people: z.array(account) }).meta({ id: "People" }),
      headers: pageHeaders,
    },
  },
});

export const createPerson = endpoint({
  method: "post",
  path: "/api/people",
  summary: "Make a local account, which signs in with a password",
  description: "People of other providers get theirs by signing in.",
  guard: "admin",
  body: z.strictObject({ username, role: role.default("member"), password }).meta({ id: "NewPerson" }),
  answers: {
    201: {
      description: "Made",
      body: z.strictObject({ username: z.string(), password: told }).meta({ id: "MadePerson" }),
    },
    409: { description: "The name, or one that looks like it, is taken" },
  },
});

export const getPerson = endpoint({
  method: "get",
  path: "/api/people/{username}",
  summary: "An account",
  guard: "admin",
  params: named,
  answers: { 200: { description: "The account", body: account }, 404: nobody },
});

export const changePerson = endpoint({
  method: "patch",
  path: "/api/people/{username}",
  summary: "Give somebody another role, keep them out, or let them in again",
  description:
    "One at a time. With either their sessions end, with `disabled` their tokens too; nothing of theirs is deleted.",
  guard: "admin",
  params: named,
  body: z
    .union(
      [
        z.strictObject({ role }).meta({ id: "RoleChange" }),
        z.strictObject({ disabled: z.boolean("must be true or false") }).meta({ id: "AccessChange" }),
      ],
      "must hold either role (admin or member) or disabled (true or false)",
    )
    .meta({ id: "PersonChange" }),
  answers: {
    204: { description: "It is so, now or before" },
    404: nobody,
    409: { description: "Oneself, the last admin, or a hub's member, whom only the hub makes an admin" },
  },
});

export const setPassword = endpoint({
  method: "post",
  path: "/api/people/{username}/password",
  summary: "Give somebody with a local account another password",
  description: "Their sessions and tokens end.",
  guard: "admin",
  params: named,
  body: z.strictObject({ password }).meta({ id: "PasswordReset" }),
  answers: {
    200: { description: "It is the new one", body: z.strictObject({ password: told }).meta({ id: "MadePassword" }) },
    404: nobody,
    409: { description: "Oneself, or somebody who signs in elsewhere" },
  },
});
