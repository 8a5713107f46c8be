"use client";

import { useEffect } from "react";
import "./globals.css";

const reload = () => window.location.reload();

/** Stands in for the whole page, frame and all, when not even the frame could be drawn. The page comes back by itself. */
export default function GlobalError() {
  useEffect(() => {
    // Fetched when it is needed, which is next to never; where it can't be, there is the button.
    import("#components/shell/when-ready-again.ts").then(
      ({ whenReadyAgain }) => whenReadyAgain(reload),
      () => undefined,
    );
  }, []);
  return (
    <html lang="en">
      <body>
        <title>Belfry is not available</title>
        <main className="flex min-h-dvh flex-col items-center justify-center gap-3 px-4 text-center">
          <h1 className="text-title font-semibold">Belfry is not available</h1>
          <p className="max-w-[52ch] text-soft">
            The server is up, but something it needs is not, such as its database. This page comes back by itself; if it
            stays like this, tell an admin.
          </p>
          <button type="button" onClick={reload} className="button button-primary mt-2">
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
