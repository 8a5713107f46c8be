"use client";

import { PageMessage } from "#components/shell/page-message.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import "./globals.css";

/** Stands in for the whole page, frame and all, when not even the frame could be drawn. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Belfry is not available</title>
        <main className="flex min-h-dvh flex-col px-4">
          <PageMessage
            title="Belfry is not available"
            actions={
              <button type="button" onClick={retry} className={buttonClass("primary")}>
                Try again
              </button>
            }
          >
            The server is up, but something it needs is not. Try again in a minute; if it stays, tell an admin.
          </PageMessage>
        </main>
      </body>
    </html>
  );
}
