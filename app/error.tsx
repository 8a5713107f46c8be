"use client";

/** What stands in for a page that could not be drawn. It needs nothing that may be what failed. */
export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-3 pb-16 text-center">
      <h1 className="text-title font-semibold">This page could not be shown</h1>
      <p className="max-w-[52ch] text-soft">Something failed on our side. Try again; if it stays, tell an admin.</p>
      {error.digest !== undefined && (
        <p className="text-small text-meta">
          In the server’s log: <code className="font-mono">{error.digest}</code>
        </p>
      )}
      <button type="button" onClick={retry} className="button button-primary mt-2">
        Try again
      </button>
    </div>
  );
}
