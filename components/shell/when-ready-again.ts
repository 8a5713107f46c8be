import { address } from "../http/address.ts";

const everyMs = 5000;

/**
 * Asks now and then whether the server has all that it needs, and does something once it has again. Where nothing was
 * missing it does nothing: what failed would fail again.
 */
export function whenReadyAgain(recovered: () => void): void {
  let missing = false;
  const look = async () => {
    const ready = await fetch(address("/readyz"), { cache: "no-store" }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready && missing) recovered();
    missing = !ready;
  };
  void look();
  setInterval(() => void look(), everyMs);
}
