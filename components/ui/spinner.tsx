import { Icon } from "./icon.tsx";

/** Work is going on; the word beside it says which. */
export function Spinner() {
  return <Icon name="loader-circle" className="size-4 shrink-0 animate-spin" />;
}
