import type { Metadata } from "next";
import { address } from "#components/http/address.ts";
import { PageMessage } from "#components/shell/page-message.tsx";
import { buttonClass } from "#components/ui/button-class.ts";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PageMessage
      icon="search"
      code="404"
      title="There is no such page"
      actions={
        <a href={address("/")} className={buttonClass("primary")}>
          To the inbox
        </a>
      }
    >
      The address may be mistyped, or what was here is gone.
    </PageMessage>
  );
}
