"use client";

import { useMutation } from "@tanstack/react-query";
import {
  unstable_isUnrecognizedActionError as isOfAnotherBuild,
  unstable_rethrow as rethrowNavigation,
} from "next/navigation";
import { useCallback } from "react";
import { resultOf, type Action } from "./answer.ts";
import { outdated } from "./outdated.ts";
import { RequestError } from "./request-error.ts";

/** A change at work, and how its last run ended. */
export interface Change<I> {
  run: (given: I) => void;
  pending: boolean;
  /** What it was last given. */
  given: I | undefined;
  /** Why the last run failed, when that is not about a field. */
  failure: string | undefined;
  /** Whether no answer came to it: it may have been done or not. */
  lost: boolean;
  /** What was wrong with a field in the last run, as a sentence that begins with its label. */
  fault: (path: string, label: string) => string | undefined;
  /** Forgets how the last run ended; one that is under way goes on. */
  reset: () => void;
}

const outdatedWords =
  "Belfry was updated while this page stood open, so nothing was done. Reload the page, then try again.";
const lostWords = "No answer came from Belfry. Check your connection, and whether it was done, before you try again.";

/**
 * Changes something on the server.
 * @param onDone hears what came of it; what it gives is waited for before the change counts as done
 * @see docs/decisions/0024-how-pages-change-things.md
 */
export function useChange<I, T>(action: Action<I, T>, onDone?: (done: T, given: I) => unknown): Change<I> {
  const { mutate, reset, isPending, variables, error } = useMutation({
    // Offline it fails at once; a paused one would look like work.
    networkMode: "always",
    mutationFn: async (given: I) => resultOf(await action(given)),
    ...(onDone && { onSuccess: onDone }),
    onError: (error) => {
      if (isOfAnotherBuild(error)) outdated.set(true);
    },
    throwOnError: isNavigation,
  });
  const refused = error instanceof RequestError ? error : undefined;
  const tooOld = error !== null && isOfAnotherBuild(error);
  const lost = error !== null && !refused && !tooOld;
  return {
    run: mutate,
    pending: isPending,
    given: variables,
    failure: tooOld ? outdatedWords : lost ? lostWords : refused?.errors.length === 0 ? refused.message : undefined,
    lost,
    fault(path, label) {
      const found = refused?.errors.find((one) => one.path === path);
      return found && `${label} ${found.message}`;
    },
    reset: useCallback(() => {
      if (!isPending) reset();
    }, [isPending, reset]),
  };
}

/** Whether the server leads elsewhere: to the sign-in page, or to the one that says 403. The framework follows. */
function isNavigation(error: unknown): boolean {
  try {
    rethrowNavigation(error);
    return false;
  } catch {
    return true;
  }
}
