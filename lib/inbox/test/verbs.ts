import { addMember } from "#lib/origins/add-member.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { removeMember } from "#lib/origins/remove-member.ts";
import { removeOrigin } from "#lib/origins/remove.ts";
import { clear } from "../clear.ts";
import { counts } from "../counts.ts";
import { dismiss } from "../dismiss.ts";
import { fingerprint } from "../fingerprint.ts";
import { getOne } from "../get-one.ts";
import { keep } from "../keep.ts";
import { list } from "../list.ts";
import { listOrigin } from "../list-origin.ts";
import { listSince } from "../list-since.ts";
import { markOne } from "../mark-one.ts";
import { markRead } from "../mark-read.ts";
import { mute } from "../mute.ts";
import { publish } from "../publish.ts";
import { undo } from "../undo.ts";

/** What tests do to an inbox, by calling it. */
export const verbs = {
  addMember,
  clear,
  counts,
  dismiss,
  fingerprint,
  getOne,
  keep,
  list,
  listOrigin,
  listSince,
  markOne,
  markRead,
  mute,
  publish,
  registerOrigin,
  removeMember,
  removeOrigin,
  undo,
};

type Called = typeof verbs;

type Answered<Name extends keyof Called> = Awaited<ReturnType<Called[Name]>>;
type Looked<Name extends keyof Called> = Name extends "list"
  ? Omit<Answered<"list">, "version">
  : Name extends "registerOrigin"
    ? unknown
    : Answered<Name>;

/** The same as something else may do it, over HTTP for one: asked alike, and answered with all that tests look at. */
export type Verbs = {
  [Name in keyof Called]: (...asked: Parameters<Called[Name]>) => Promise<Looked<Name>>;
};
