import { PageMessage } from "#components/shell/shell.tsx";
import { address } from "#components/http/address.ts";

export default function NoSuchDocument() {
  return (
    <PageMessage icon="search" code="404" title="The documentation has no such page">
      <a className="underline underline-offset-2" href={address("/docs")}>
        All its pages
      </a>{" "}
      are in one list, with a search.
    </PageMessage>
  );
}
