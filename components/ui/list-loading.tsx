import { Skeleton } from "./skeleton.tsx";

/** The place of a list that is on its way. @param what is listed, as in `Listing the people` */
export function ListLoading({ what }: { what: string }) {
  return (
    <div className="flex flex-col gap-3 px-4 py-4 sm:px-5">
      <span className="sr-only">Listing the {what}</span>
      <Skeleton className="h-11" />
      <Skeleton className="h-11" />
      <Skeleton className="h-11" />
    </div>
  );
}
