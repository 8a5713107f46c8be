import { Icon } from "../ui/icon.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** The place of a list that is on its way, or can't be fetched before the browser is online again. */
export function ListSkeleton({ waiting }: { waiting: boolean }) {
  if (waiting) {
    return (
      <p className="rounded-card border border-line bg-surface px-4 py-12 text-center text-small text-meta shadow-raised">
        <Icon name="wifi-off" className="mx-auto mb-2 size-6" />
        These are fetched as soon as you are online again.
      </p>
    );
  }
  return (
    <div className="rounded-card border border-line bg-surface shadow-raised">
      <span className="sr-only">Fetching notifications</span>
      <div className="px-4 py-3">
        <Skeleton className="h-5 w-24" />
      </div>
      {[72, 56, 64, 48].map((width) => (
        <div key={width} className="flex min-h-16 items-center gap-3 border-t border-line px-4 sm:min-h-14">
          <Skeleton className="size-4.5 shrink-0 rounded-full" />
          <div className="flex flex-1 flex-col gap-2" style={{ maxWidth: `${width}%` }}>
            <Skeleton className="h-3.5" />
            <Skeleton className="h-3 w-1/2" />
          </div>
        </div>
      ))}
    </div>
  );
}
