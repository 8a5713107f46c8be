"use client";

import { useMutation } from "@tanstack/react-query";
import { unstable_rethrow as rethrowNavigation } from "next/navigation";
import type { Action, Refusal } from "./answer.ts";

class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = "RefusedError";
    this.refusal = refusal;
  }
}

/** A server action at work, and how its last run ended. */
export interface Acting<I> {
  run: (given: I) => void;
  pending: boolean;
  /** What it was last given. */
  given: I | undefined;
  /** Why the last run failed, when that is not about a field. */
  failure: string | undefined;
  /** What was wrong with a field in the last run, as a sentence that begins with its label. */
  fault: (path: string, label: string) => string | undefined;
  reset: () => void;
}

/** Runs a server action. @param onDone hears what came of it */
export function useAction<I, T>(action: Action<I, T>, onDone?: (done: T, given: I) => void): Acting<I> {
  const { mutate, reset, isPending, variables, error } = useMutation({
    // Offline it fails at once; a paused one would look like work.
    networkMode: "always",
    mutationFn: async (given: I) => {
      const answer = await action(given);
      if ("refused" in answer) throw new RefusedError(answer.refused);
      return answer.done;
    },
    ...(onDone && { onSuccess: onDone }),
    throwOnError: isNavigation,
  });
  const refusal = error instanceof RefusedError ? error.refusal : undefined;
  return {
    run: mutate,
    pending: isPending,
    given: variables,
    failure: failureWords(error, refusal),
    fault(path, label) {
      const found = refusal?.errors.find((one) => one.path === path);
      return found && `${label} ${found.message}`;
    },
    reset,
  };
}

function failureWords(error: unknown, refusal: Refusal | undefined): string | undefined {
  if (error === null || (refusal && refusal.errors.length > 0)) return undefined;
  return (
    refusal?.message ??
    "No answer came from Belfry. Check your connection, and whether it was done, before you try again."
  );
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
