import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { PageMessage } from "#components/shell/page-message.tsx";
import { buttonClass } from "#components/ui/button-class.ts";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PageMessage
      icon={SearchX}
      code="404"
      title="There is no such page"
      actions={
        <Link href="/" className={buttonClass("primary")}>
          To the inbox
        </Link>
      }
    >
      The address may be mistyped, or what was here is gone.
    </PageMessage>
  );
}
