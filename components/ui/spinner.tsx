import { LoaderCircle } from "lucide-react";

/** Work is going on; the word beside it says which. */
export function Spinner() {
  return <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin" />;
}
