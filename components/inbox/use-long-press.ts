"use client";

import { useRef, type MouseEvent, type PointerEvent } from "react";

const longMs = 500;
/** A finger that moves further scrolls. */
const stillPx = 10;

/** Handlers that tell a long press of a finger, and keep the click that would follow it from being one; and whether the last was a finger's. */
export function useLongPress(onLong: () => void) {
  const touched = useRef(false);
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined);
  const wasLong = useRef(false);
  const end = () => {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  };
  const handlers = {
    onPointerDown({ pointerType, clientX: x, clientY: y }: PointerEvent) {
      wasLong.current = false;
      touched.current = pointerType === "touch";
      if (pointerType !== "touch") return;
      const timer = setTimeout(() => {
        wasLong.current = true;
        onLong();
      }, longMs);
      press.current = { timer, x, y };
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const { x = clientX, y = clientY } = press.current ?? {};
      if (Math.hypot(clientX - x, clientY - y) > stillPx) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu(event: MouseEvent) {
      if (press.current) event.preventDefault();
    },
    onClickCapture(event: MouseEvent) {
      if (!wasLong.current) return;
      wasLong.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  return { handlers, touched };
}
