"use client";

import { unstable_rethrow as rethrowNavigation, useRouter } from "next/navigation";
import { Component, startTransition, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

interface ListBoundaryProps {
  /** What is listed, as in `The people could not be listed`. */
  what: string;
  /** Which part of it; another one is tried anew. */
  place?: string;
  children: ReactNode;
}

/** Keeps a list that could not be fetched from taking the page along, and asks for it again. */
export function ListBoundary(props: ListBoundaryProps) {
  const router = useRouter();
  return <Boundary {...props} fetchAgain={() => router.refresh()} />;
}

interface BoundaryState {
  failed: boolean;
  place: string | undefined;
}

class Boundary extends Component<ListBoundaryProps & { fetchAgain: () => void }, BoundaryState> {
  override state: BoundaryState = { failed: false, place: this.props.place };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    rethrowNavigation(error);
    return { failed: true };
  }

  static getDerivedStateFromProps({ place }: ListBoundaryProps, state: BoundaryState): BoundaryState | null {
    return place === state.place ? null : { failed: false, place };
  }

  override render() {
    const { what, children, fetchAgain } = this.props;
    if (!this.state.failed) return children;
    const tryAgain = () =>
      startTransition(() => {
        fetchAgain();
        this.setState({ failed: false });
      });
    return (
      <div className="px-4 py-4 sm:px-5">
        <Notice
          tone="error"
          title={`The ${what} could not be listed`}
          alert
          action={
            <Button small onClick={tryAgain}>
              Try again
            </Button>
          }
        >
          Something failed on our side. It is in the server’s log.
        </Notice>
      </div>
    );
  }
}
