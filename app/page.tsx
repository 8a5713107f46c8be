import { Megaphone } from "lucide-react";
import Link from "next/link";
import { PageMessage } from "#components/shell/page-message.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { signedIn } from "#lib/auth/session.ts";

export default async function HomePage() {
  const { actor } = await signedIn("/");
  const isAdmin = actor.role === "admin";
  return (
    <PageMessage
      icon={Megaphone}
      title={`Signed in as ${actor.username}`}
      actions={
        isAdmin && (
          <Link href="/hub/notifications" className={buttonClass("primary")}>
            Write a broadcast
          </Link>
        )
      }
    >
      {isAdmin ? "A broadcast reaches every running lab of your hub at once." : "What your hub’s admins have to say appears in your JupyterLab."}
    </PageMessage>
  );
}
