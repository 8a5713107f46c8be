import { addPerson } from "#lib/origins/add-person.ts";
import { disable } from "#lib/people/disable.ts";
import { enable } from "#lib/people/enable.ts";
import { listAccounts } from "#lib/people/list-accounts.ts";
import { namedAccount } from "#lib/people/named-account.ts";
import { resetPassword } from "#lib/people/reset-password.ts";
import { setRole } from "#lib/people/set-role.ts";
import { json, noContent } from "../answer.ts";
import * as endpoints from "../endpoints/people.ts";
import { nextPage } from "../page.ts";
import { route } from "../route.ts";

const shown = ({ username, provider, role, disabledAt, createdAt }: Awaited<ReturnType<typeof namedAccount>>) => ({
  username,
  provider,
  role,
  disabled: disabledAt !== null,
  createdAt,
});

/** An answer with a password in it is kept nowhere. */
const unkept = { "Cache-Control": "no-store" };

export const listPeople = route(endpoints.listPeople, async ({ ctx, query }) => {
  const people = (await listAccounts(ctx, query)).map(shown);
  const names = people.map(({ username }) => username);
  return json({ people }, { headers: nextPage(names, query) });
});

export const createPerson = route(endpoints.createPerson, async ({ ctx, body }) => {
  const { password } = await addPerson(ctx, body);
  return json({ username: body.username, password }, { status: 201, headers: unkept });
});

export const getPerson = route(endpoints.getPerson, async ({ ctx, params }) =>
  json(shown(await namedAccount(ctx, params))),
);

export const changePerson = route(endpoints.changePerson, async ({ ctx, params, body }) => {
  const { id: personId } = await namedAccount(ctx, params);
  if ("role" in body) await setRole(ctx, { personId, role: body.role });
  else await (body.disabled ? disable : enable)(ctx, { personId });
  return noContent();
});

export const setPassword = route(endpoints.setPassword, async ({ ctx, params, body }) => {
  const { id: personId } = await namedAccount(ctx, params);
  return json({ password: await resetPassword(ctx, { personId, ...body }) }, { headers: unkept });
});
