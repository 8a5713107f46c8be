import type { Metadata } from "next";
import { address } from "#components/http/address.ts";
import { PageMessage } from "#components/shell/page-message.tsx";
import { buttonClass } from "#components/ui/button-class.ts";

export const metadata: Metadata = { title: "Not allowed" };

export default function Forbidden() {
  return (
    <PageMessage
      icon="lock"
      code="403"
      title="This page is for admins"
      actions={
        <a href={address("/")} className={buttonClass("primary")}>
          To the inbox
        </a>
      }
    >
      Your account is a member. Ask an admin of this Belfry to make you one, then sign in again.
    </PageMessage>
  );
}
