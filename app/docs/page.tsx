import type { Metadata } from "next";
import { address } from "#components/http/address.ts";
import { shownPage } from "./shown-page.tsx";

export const metadata: Metadata = { title: "Documentation" };

/** The list of all pages. Here was the reference, to whose places old links lead: its script sends those on. */
export default function FrontPage() {
  return <div data-moved={address("/docs/reference")}>{shownPage("/docs")}</div>;
}
