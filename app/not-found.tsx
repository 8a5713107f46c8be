import type { Metadata } from "next";
import { PageMessage } from "#components/shell/shell.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PageMessage icon="search" code="404" title="There is no such page">
      The address may be mistyped, or what was here is gone.
    </PageMessage>
  );
}
