"use client";

import { useState } from "react";
import { useOnDemand } from "../ui/use-on-demand.ts";
import { PersonMenuFace, type PersonMenuProps } from "./person-menu-face.tsx";

const load = async () => (await import("./person-menu.tsx")).PersonMenu;

/** The button of the person's menu. Menus are heavy, so this one is fetched when a hand is near it. */
export function PersonMenuButton(props: PersonMenuProps) {
  const { Loaded: Menu, failed, fetch } = useOnDemand(load);
  const [pressed, setPressed] = useState(false);
  if (Menu && pressed) return <Menu {...props} />;
  const press = () => {
    fetch();
    setPressed(true);
  };
  return (
    <>
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={false}
        onPointerEnter={fetch}
        onFocus={fetch}
        onClick={press}
        className="nav-link min-w-0"
      >
        <PersonMenuFace username={props.username} />
      </button>
      {failed && pressed && (
        <p
          role="alert"
          className="fixed right-4 bottom-18 rounded-card border border-line bg-surface px-4 py-2 shadow-popup sm:top-14 sm:bottom-auto"
        >
          The menu could not be fetched. Check your connection.
        </p>
      )}
    </>
  );
}
