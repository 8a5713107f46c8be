"use client";

import { PageMessage } from "#components/shell/page-message.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { Icon } from "#components/ui/icon.tsx";

export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <PageMessage
      icon={<Icon name="triangle-alert" />}
      title="This page could not be shown"
      actions={
        <button type="button" onClick={retry} className={buttonClass("primary")}>
          Try again
        </button>
      }
    >
      <p>Something failed on our side. Try again; if it stays, tell an admin.</p>
      {error.digest !== undefined && (
        <p className="mt-2 text-small text-meta">
          In the server’s log: <code className="font-mono">{error.digest}</code>
        </p>
      )}
    </PageMessage>
  );
}
