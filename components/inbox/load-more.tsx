"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";

/** How many pages are looked through by themselves for something that fits. */
const mostFruitless = 3;

export interface LoadMoreProps {
  load: () => void;
  loading: boolean;
  /** How many rows fit so far. */
  fitting: number;
}

/** The end of a list that goes on: fetches the next page when it comes near. Where nothing of it fits, it asks before long. */
export function LoadMore({ load, loading, fitting }: LoadMoreProps) {
  const place = useRef<HTMLDivElement>(null);
  const [looked, setLooked] = useState({ fitting, pages: 0 });
  const fruitless = looked.fitting === fitting ? looked.pages : 0;
  const asks = fruitless >= mostFruitless;

  useEffect(() => {
    if (loading || asks || !place.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        // Where the browser was busy it tells of several moments at one time; where things stand, the last one says.
        if (!entries.at(-1)?.isIntersecting) return;
        setLooked({ fitting, pages: fruitless + 1 });
        load();
      },
      { rootMargin: "600px" },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [load, loading, asks, fitting, fruitless]);

  return (
    <div ref={place} className="flex min-h-14 items-center justify-center border-t border-line text-small text-meta">
      {asks && !loading ? (
        <Button
          look="quiet"
          small
          onClick={() => {
            setLooked({ fitting, pages: 0 });
            load();
          }}
        >
          Look further back
        </Button>
      ) : (
        "Fetching older ones…"
      )}
    </div>
  );
}
