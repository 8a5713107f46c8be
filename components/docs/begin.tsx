import type { ReactNode } from "react";
import { LanguageChoice, InEachLanguage } from "./language-choice.tsx";
import { preambles } from "./request-examples.ts";

/** What every request has in common: token, errors, limits. */
export function Begin({ documentAddress }: { documentAddress: string }) {
  return (
    <section aria-labelledby="begin" className="flex flex-col gap-4">
      <h2 id="begin" className="scroll-mt-16 text-title font-semibold">
        Begin
      </h2>
      <p className="max-w-[72ch] text-soft">
        Make a token on the settings page, or take one of JupyterHub’s, and send it with each request. The examples of
        this page are in
      </p>
      <LanguageChoice />
      <InEachLanguage name="What each example begins with" code={preambles} />
      <p className="max-w-[72ch] text-soft">
        For generators of clients the same is there as{" "}
        <a className="underline underline-offset-2" href={documentAddress}>
          OpenAPI 3.1
        </a>
        : <code>openapi-python-client</code> and <code>openapi-typescript</code> are tried with it.
      </p>
      <Topic id="errors" title="Errors">
        What is refused is answered as <code>application/problem+json</code> (RFC 9457): <code>detail</code> says what
        is wrong, and with 400 <code>errors</code> names each field. Nothing is half done. 401 is no token or a bad one,
        403 one that may not, 429 and 503 say in <code>Retry-After</code> when to try again.
      </Topic>
      <Topic id="limits" title="Limits">
        1,200 requests a minute with a token, told by <code>RateLimit-Policy</code> and <code>RateLimit</code>; 30
        broadcasts a minute by everybody together. A body is at most 256 KiB, a notification’s <code>data</code> 16 KiB,
        one request publishes at most 500, a listing gives at most 200, a broadcast’s message has 1 to 140 characters.
        What is cleared can be brought back for 10 minutes. Tokens end after 90 days unless they say otherwise.
      </Topic>
      <Topic id="again" title="Doing something once">
        With an <code>Idempotency-Key</code> of your own, a request that is sent again within 24 hours gets the first
        one’s answer, marked <code>Idempotency-Replayed</code>. Listings have an <code>ETag</code>: asked with{" "}
        <code>If-None-Match</code> they cost next to nothing while nothing has changed. <code>As-Of</code> is where a
        listing stood: with <code>as_of</code> a clear takes what it could show and nothing newer, with{" "}
        <code>since</code> the next listing begins there.
      </Topic>
    </section>
  );
}

function Topic({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <h3 id={id} className="scroll-mt-16 text-lead font-semibold">
        {title}
      </h3>
      <p className="max-w-[72ch] text-soft">{children}</p>
    </div>
  );
}
