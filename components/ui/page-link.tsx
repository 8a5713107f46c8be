"use client";

import { useRouter } from "next/navigation";
import { startTransition, type ComponentProps, type MouseEvent } from "react";
import { address } from "../http/address.ts";

/** A link to another page of ours, which is fetched ahead when a hand is near. Lighter than the framework's own, which fetches all it sees. */
export function PageLink({ href, ...anchor }: Omit<ComponentProps<"a">, "href" | "onClick"> & { href: `/${string}` }) {
  const router = useRouter();
  const approach = () => router.prefetch(href);
  const go = (event: MouseEvent) => {
    // With a key held down it is for a new tab or window.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    startTransition(() => router.push(href));
  };
  return <a {...anchor} href={address(href)} onPointerEnter={approach} onFocus={approach} onClick={go} />;
}
