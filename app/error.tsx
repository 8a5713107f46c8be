"use client";

import { TriangleAlert } from "lucide-react";
import { PageMessage } from "#components/shell/page-message.tsx";
import { Button } from "#components/ui/button.tsx";

export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <PageMessage
      icon={TriangleAlert}
      title="This page could not be shown"
      actions={
        <Button look="primary" onClick={retry}>
          Try again
        </Button>
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
