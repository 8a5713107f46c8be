"use client";

import { createContext, useContext, useState, type ReactNode } from "react";
import { SecretOnce } from "../ui/secret-once.tsx";

/** A password that was made up for somebody, to be shown once. */
interface MadeUpPassword {
  username: string;
  password: string;
}

const ShowMadeUp = createContext<(secret: MadeUpPassword) => void>(() => undefined);

/** Shows a password that was made up, in the place around what asks for it. */
export function useShowMadeUp(): (secret: MadeUpPassword) => void {
  return useContext(ShowMadeUp);
}

/** Where a password that was made up is shown once: between the head of a page and its list. */
export function MadeUpPasswordPlace({ head, children }: { head: ReactNode; children: ReactNode }) {
  const [secret, setSecret] = useState<MadeUpPassword>();
  return (
    <ShowMadeUp value={setSecret}>
      {head}
      {secret && (
        <SecretOnce
          title={`${secret.username} can sign in with this password`}
          secret={secret.password}
          onDone={() => setSecret(undefined)}
        >
          Pass it on now: it is not shown again. They can change it in their settings.
        </SecretOnce>
      )}
      {children}
    </ShowMadeUp>
  );
}
