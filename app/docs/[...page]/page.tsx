import type { Metadata } from "next";
import { notFound, permanentRedirect } from "next/navigation";
import { pageAt, shownPage } from "../shown-page.tsx";

type Props = PageProps<"/docs/[...page]">;

const addressOf = async ({ params }: Props) => `/docs/${(await params).page.join("/")}`;

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: pageAt(await addressOf(props))?.title ?? "Not found" };
}

export default async function DocsPage(props: Props) {
  const at = await addressOf(props);
  // As the file is called, in messages of ours and on GitHub.
  if (at.endsWith(".md")) permanentRedirect(at.slice(0, -".md".length));
  return shownPage(at) ?? notFound();
}
