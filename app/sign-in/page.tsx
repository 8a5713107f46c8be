import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Bell } from "#components/shell/bell.tsx";
import { SignInForm } from "#components/sign-in/sign-in-form.tsx";
import { sessionActor } from "#lib/auth/session.ts";
import { localPath } from "./local-path.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { from, error } = await searchParams;
  const path = localPath(from);
  if (await sessionActor()) redirect(path);
  return (
    <div className="flex flex-1 flex-col items-center justify-center pb-16">
      <div className="w-full max-w-88 rounded-card border border-line bg-surface p-6 shadow-raised sm:p-8">
        <Bell className="size-8 text-accent" />
        <h1 className="mt-3 text-title font-semibold">Sign in</h1>
        <p className="mt-1 mb-5 text-soft">With the account an admin gave you.</p>
        <SignInForm from={path} error={typeof error === "string" ? error : undefined} />
      </div>
    </div>
  );
}
