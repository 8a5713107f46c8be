import type { Metadata } from "next";
import { PageMessage } from "#components/shell/shell.tsx";

export const metadata: Metadata = { title: "Not allowed" };

export default function Forbidden() {
  return (
    <PageMessage icon="lock" code="403" title="This page is for admins">
      Your account is a member. Ask an admin of this Belfry to make you one, then sign in again.
    </PageMessage>
  );
}
