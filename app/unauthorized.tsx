import type { Metadata } from "next";
import { PageMessage } from "#components/shell/shell.tsx";

export const metadata: Metadata = { title: "Not signed in" };

export default function Unauthorized() {
  return (
    <PageMessage icon="lock" code="401" title="You are not signed in">
      Sign in to see this page.
    </PageMessage>
  );
}
